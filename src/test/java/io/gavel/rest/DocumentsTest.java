package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final RunningNode NODE = SharedNode.get();

    @ParameterizedTest
    @ValueSource(strings = {"openapi.json", "asyncapi.json"})
    void documentsAreServedToAnyoneAsTheyStand(String name) throws IOException {
        var answer = User.nobody(NODE).get("/" + name);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.response().body()).isEqualTo(Files.readString(Path.of("src/main/resources", name)));
    }
}
