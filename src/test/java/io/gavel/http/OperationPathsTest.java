package io.gavel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.http.request.ApiOperation;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationPathsTest {
    private static final OperationPaths PATHS = paths(
            "get /api/meeting/{id}",
            "put /api/meeting/{id}",
            "get /api/meeting/list",
            "post /api/meeting/{id}/join",
            "delete /api/meeting/{id}/participants/{userId}");

    @ParameterizedTest
    @CsvSource({
        "/api/meeting/7, GET /api/meeting/{id} PUT /api/meeting/{id}",
        "/api/meeting/7/, GET /api/meeting/{id} PUT /api/meeting/{id}",
        "/api/meeting/list, GET /api/meeting/list",
        "/api/meeting/list/join, POST /api/meeting/{id}/join",
        "/api/meeting/7/participants/a%2Fb, DELETE /api/meeting/{id}/participants/{userId}",
    })
    void aPathHasTheOperationsOfTheMostLiteralTemplateThatItFits(String path, String operations) {
        assertThat(found(path)).isEqualTo(operations);
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/api",
        "/api/meeting",
        "/api/meeting/",
        "/api/meeting//join",
        "/api/meeting/7/join/8",
        "/API/meeting/7"
    })
    void aPathThatFitsNoTemplateHasNone(String path) {
        assertThat(found(path)).isEmpty();
    }

    @Test
    void parametersAreDecodedAndAPlusIsAPlus() {
        var path = "/api/meeting/7/participants/a%2Fb+%C3%A9";

        var operation = Objects.requireNonNull(PATHS.at(path).get("DELETE"));

        assertThat(OperationPaths.parameters(operation, path)).isEqualTo(Map.of("id", "7", "userId", "a/b+é"));
    }

    private static String found(String path) {
        return String.join(
                " ",
                PATHS.at(path).values().stream()
                        .map(operation -> operation.method() + " " + operation.path())
                        .toList());
    }

    private static OperationPaths paths(String... operations) {
        var paths = new OperationPaths();
        for (var operation : List.of(operations)) {
            var parts = operation.split(" ", 2);
            paths.add(ApiOperation.of(parts[0], parts[1], new JsonObject().put("operationId", operation)));
        }
        return paths;
    }
}
