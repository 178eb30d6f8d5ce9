package io.gavel.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Operation;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class OpenApiRequestsTest {
    private static final Pattern LONG_TEXT = Pattern.compile("<(\\d+)>");
    private static final Pattern MANY_IDS = Pattern.compile("<(\\d+) ids>");
    private static final Pattern MISSING = Pattern.compile("Instance does not have required property \"(.*)\"");
    private static final Pattern UNKNOWN =
            Pattern.compile("Property \"(.*)\" does not match additional properties schema", Pattern.DOTALL);
    private static final Vertx VERTX = Vertx.vertx();
    private static LoadedDocument loaded;

    @BeforeAll
    static void load() throws Exception {
        loaded = LoadedDocument.read(VERTX);
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "accepted-bodies.csv", delimiter = '|', quoteCharacter = '^')
    void takesWhatTheContractTakes(String operation, String body) {
        assertThat(faultyFields(bodyOf(operation).validate(json(body)))).isEmpty();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "refused-bodies.csv", delimiter = '|', quoteCharacter = '^')
    void namesEveryFaultyFieldAtOnce(String operation, String body, String fields) {
        var found = faultyFields(bodyOf(operation).validate(json(body)));

        assertThat(String.join(",", found)).isEqualTo(json("'" + fields + "'"));
    }

    @Test
    void noBodyTakesAnUnknownField() {
        var withBody = loaded.contract().operations().stream()
                .filter(operation -> operation.getRequestBody() != null)
                .map(Operation::getOperationId)
                .toList();

        assertThat(withBody)
                .hasSize(23)
                .allSatisfy(
                        operation -> assertThat(faultyFields(bodyOf(operation).validate(json("{'nope':1}"))))
                                .contains("nope"));
    }

    @Test
    void bodiesMayBeLeftOutWhereNothingIsRequired() {
        var optional = loaded.contract().operations().stream()
                .filter(operation -> operation.getRequestBody() != null)
                .filter(operation -> !operation.getRequestBody().isRequired())
                .map(Operation::getOperationId);

        assertThat(optional)
                .containsExactlyInAnyOrder(
                        "joinMeeting",
                        "leaveMeeting",
                        "endMeeting",
                        "cancelMeeting",
                        "leaveConversation",
                        "readNotification",
                        "readAllNotifications",
                        "createTicket");
    }

    @Test
    void anUnknownFieldIsTheOneWithoutAPropertyError() {
        var errors = bodyOf("createMeeting")
                .validate(json("{'title':'','nope':1,'moderatorUserIds':[true]}"))
                .getErrors();

        assertThat(errors)
                .extracting(error -> error.getInstanceLocation() + " " + error.getKeywordLocation())
                .containsExactlyInAnyOrder(
                        "#/title #/properties",
                        "#/title #/properties/title/minLength",
                        "#/title #/properties/title/pattern",
                        "#/title #/additionalProperties",
                        "#/moderatorUserIds #/properties",
                        "#/moderatorUserIds #/properties/moderatorUserIds/items",
                        "#/moderatorUserIds/0 #/properties/moderatorUserIds/items/type",
                        "#/moderatorUserIds #/additionalProperties",
                        "#/nope #/additionalProperties");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "parameters.csv", delimiter = '|')
    void parametersHaveTheirBounds(String operation, String name, String value, boolean accepted) {
        var parameter = loaded.contract().operation(operation).getParameters().stream()
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        var text = expand(value);
        Object typed = switch (parameter.getSchemaType()) {
            case INTEGER -> text.matches("-?\\d{1,18}") ? Long.valueOf(text) : text;
            case BOOLEAN -> text.matches("true|false") ? Boolean.valueOf(text) : text;
            default -> text;
        };

        var found = loaded.contract()
                .getSchemaRepository()
                .validator(parameter.getSchema())
                .validate(typed);

        assertThat(found.getValid()).isEqualTo(accepted);
    }

    private static Validator bodyOf(String operation) {
        var body = loaded.contract().operation(operation).getRequestBody();
        var content = requireNonNull(body.getContent().get("application/json"));
        return loaded.contract().getSchemaRepository().validator(content.getSchema());
    }

    private static SortedSet<String> faultyFields(OutputUnit found) {
        var errors = found.getErrors() == null ? List.<OutputUnit>of() : found.getErrors();
        var known = errors.stream()
                .filter(error -> keyword(error).equals("properties"))
                .map(OutputUnit::getInstanceLocation)
                .collect(toSet());
        var fields = new TreeSet<String>();
        for (var error : errors) {
            switch (keyword(error)) {
                case "properties", "items" -> {} // a fault below has an error of its own
                case "required" -> fields.add(name(MISSING, error));
                case "additionalProperties" -> {
                    if (!known.contains(error.getInstanceLocation())) {
                        fields.add(name(UNKNOWN, error));
                    }
                }
                default -> fields.add(field(error.getInstanceLocation()));
            }
        }
        return fields;
    }

    private static String keyword(OutputUnit error) {
        return error.getKeywordLocation().substring(error.getKeywordLocation().lastIndexOf('/') + 1);
    }

    private static String field(String location) {
        return location.equals("#") ? "body" : location.substring(2).replace('/', '.');
    }

    private static String name(Pattern pattern, OutputUnit error) {
        var matcher = pattern.matcher(error.getError());
        assertThat(matcher.matches()).as(error.getError()).isTrue();
        return matcher.group(1);
    }

    private static Object json(String text) {
        return Json.decodeValue(expand(text).replace('\'', '"'));
    }

    private static String expand(String text) {
        var ids = MANY_IDS.matcher(text)
                .replaceAll(many -> String.join(",", Collections.nCopies(Integer.parseInt(many.group(1)), "1")));
        return LONG_TEXT.matcher(ids).replaceAll(many -> "\uD83D\uDE00".repeat(Integer.parseInt(many.group(1))));
    }
}
