package io.gavel.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.User.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBodiesTest {
    private static final String CREATE = "/api/meeting/create";
    private static final RunningNode NODE = SharedNode.get();
    private static final User USER = User.unknown(NODE);

    static Stream<Arguments> faultsOfOneField() {
        return Stream.of(
                Arguments.of("titel", "{\"title\":\"Any\",\"titel\":1}"),
                Arguments.of("", "{\"title\":\"Any\",\"\":1}"),
                Arguments.of("__proto__", "{\"title\":\"Any\",\"__proto__\":{}}"),
                Arguments.of("title", "{}"),
                Arguments.of("title", "{\"title\":null}"),
                Arguments.of("title", "{\"title\":1}"),
                Arguments.of("title", "{\"title\":[\"Any\"]}"),
                Arguments.of("title", "{\"title\":\"Any\",\"title\":\"Any\"}"),
                Arguments.of("title", "{\"title\":\"Any\",\"t\\u0069tle\":\"Any\"}"),
                Arguments.of("title", "{\"title\":\"a\\u0000b\"}"),
                Arguments.of("title", "{\"title\":\"\\ud83d\"}"),
                Arguments.of("title", "{\"title\":\"\\ude42\\ud83d\"}"),
                Arguments.of("description", "{\"title\":\"Any\",\"description\":\"\\ud83d x\"}"),
                Arguments.of("externalRef", "{\"title\":\"Any\",\"externalRef\":\"\\u0000\"}"),
                Arguments.of("title", "{\"title\":\"\"}"),
                Arguments.of("title", "{\"title\":\" \\t\\u00a0\\u2003\\u200b\\ufeff\"}"),
                Arguments.of("title", "{\"title\":\"a\\rb\"}"),
                Arguments.of("title", "{\"title\":\"a\\nb\"}"),
                Arguments.of("title", "{\"title\":\"Any\\n\"}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":\"60\"}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":1.5}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":0}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":1441}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":1e400}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":-1e400}"),
                Arguments.of("durationMinutes", "{\"title\":\"Any\",\"durationMinutes\":1e999999999}"),
                Arguments.of("maxParticipants", "{\"title\":\"Any\",\"maxParticipants\":" + "9".repeat(300) + "}"),
                Arguments.of("maxParticipants", "{\"title\":\"Any\",\"maxParticipants\":4294967297}"),
                Arguments.of("conversationId", "{\"title\":\"Any\",\"conversationId\":9223372036854775808}"),
                Arguments.of("conversationId", "{\"title\":\"Any\",\"conversationId\":1e19}"),
                Arguments.of("conversationId", "{\"title\":\"Any\",\"conversationId\":0}"),
                Arguments.of("recordingEnabled", "{\"title\":\"Any\",\"recordingEnabled\":\"true\"}"),
                Arguments.of("recordingEnabled", "{\"title\":\"Any\",\"recordingEnabled\":1}"),
                Arguments.of("participantUserIds", "{\"title\":\"Any\",\"participantUserIds\":\"a\"}"),
                Arguments.of("participantUserIds", "{\"title\":\"Any\",\"participantUserIds\":[null]}"),
                Arguments.of("participantUserIds", "{\"title\":\"Any\",\"participantUserIds\":[\"\"]}"),
                Arguments.of("participantUserIds", "{\"title\":\"Any\",\"participantUserIds\":[1.5]}"),
                Arguments.of("participantUserIds", "{\"title\":\"Any\",\"participantUserIds\":[\"a\\u0000\"]}"),
                Arguments.of("moderatorUserIds", "{\"title\":\"Any\",\"moderatorUserIds\":[[\"a\"]]}"),
                Arguments.of("timeZone", "{\"title\":\"Any\",\"timeZone\":\"Mars/Olympus\"}"),
                Arguments.of("scheduledAt", "{\"title\":\"Any\",\"scheduledAt\":\"tomorrow\"}"),
                Arguments.of("scheduledAt", "{\"title\":\"Any\",\"scheduledAt\":\"2099-02-30T00:00:00Z\"}"),
                Arguments.of("scheduledAt", "{\"title\":\"Any\",\"scheduledAt\":\"2099-01-01T00:00:00\"}"),
                Arguments.of("scheduledAt", "{\"title\":\"Any\",\"scheduledAt\":4070908800}"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfOneField")
    void aFaultNamesItsField(String field, String body) {
        var answer = USER.send("POST", CREATE, body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.faultyFields()).containsExactly(field);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.toString()).doesNotContain("Exception", "jackson", "io.vertx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "7",
                "\"title\"",
                "[]",
                "[{\"title\":\"Any\"}]",
                "{\"title\":\"Any\"} x",
                "{\"title\":\"Any\"}{}",
                "{\"title\":\"Any\"",
                "{\"title\":\"Any\",}",
                "{\"title\":\"Any\" \"description\":\"\"}",
                "{'title':'Any'}",
                "{title:\"Any\"}",
                "{\"title\":\"Any\"} // comment",
                "{\"title\":\"Any\",\"durationMinutes\":NaN}",
                "{\"title\":\"Any\",\"durationMinutes\":Infinity}",
                "{\"title\":\"Any\",\"durationMinutes\":060}",
                "{\"title\":\"Any\",\"durationMinutes\":+60}",
                "{\"title\":\"Any\",\"durationMinutes\":0x3c}",
                "{\"title\":\"a\tb\"}",
                "{\"title\":\"a\nb\"}",
                "{\"title\":\"\\x41\"}",
                "\ufeff{\"title\":\"Any\"}",
            })
    void whatIsNoJsonObjectIsRefused(String body) {
        var answer = USER.send("POST", CREATE, body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.json().getJsonArray("errors")).isNotEmpty();
        assertThat(answer.toString()).doesNotContain("Exception", "jackson");
    }

    @Test
    void onlyUtf8IsRead() {
        var body = "{\"title\":\"Ünï 🙂\"}";

        assertThat(bytes(body, UTF_8)).isEqualTo(201);
        for (var charset : new Charset[] {
            ISO_8859_1,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32"),
            Charset.forName("UTF-32LE")
        }) {
            assertThat(bytes(body, charset)).as(charset.name()).isEqualTo(400);
        }
        assertThat(raw("{\"title\":\"\u00c0\u0080\"}")).as("overlong NUL").isEqualTo(400);
        assertThat(raw("{\"title\":\"\u00ed\u00a0\u0080\"}"))
                .as("encoded surrogate")
                .isEqualTo(400);
        assertThat(raw("{\"title\":\"\u00f0\u009f\u0099\"}")).as("cut off").isEqualTo(400);
        assertThat(raw("{\"title\":\"\u00f5\u0080\u0080\u0080\"}"))
                .as("above Unicode")
                .isEqualTo(400);
    }

    @Test
    void aBodyHasAtMost32Levels() {
        var deepest = USER.send("POST", CREATE, nested(32));
        var tooDeep = USER.send("POST", CREATE, nested(33));
        var abyss = USER.send("POST", CREATE, nested(20_000));

        assertThat(deepest.json().getJsonArray("errors").getJsonObject(0).getString("message"))
                .doesNotContain("levels");
        for (var refused : new Answer[] {tooDeep, abyss}) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.faultyFields()).containsExactly("description");
            assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("message"))
                    .contains("32 levels");
        }
    }

    @Test
    void allFaultyFieldsAreNamedAtOnce() {
        var answer = USER.send(
                "POST",
                CREATE,
                "{\"title\":\" \",\"description\":\"" + "x".repeat(4001) + "\",\"durationMinutes\":0,"
                        + "\"scheduledAt\":\"2020-01-01T00:00:00Z\",\"timeZone\":\"EST5X\",\"password\":\"12345\","
                        + "\"recordingEnabled\":\"no\",\"conversationId\":-1,\"externalRef\":\"\\u0000\","
                        + "\"maxParticipants\":10001,\"participantUserIds\":[{}],\"moderatorUserIds\":7,\"other\":1}");

        assertThat(answer.faultyFields())
                .containsExactlyInAnyOrder(
                        "title",
                        "description",
                        "durationMinutes",
                        "scheduledAt",
                        "timeZone",
                        "password",
                        "recordingEnabled",
                        "conversationId",
                        "externalRef",
                        "maxParticipants",
                        "participantUserIds",
                        "moderatorUserIds",
                        "other");
    }

    @Test
    void lengthsAreCountedInCodePoints() {
        var most = create(new JsonObject()
                .put("title", "🙂".repeat(200))
                .put("description", "🙂".repeat(4000))
                .put("externalRef", "🙂".repeat(128)));
        var more = create(new JsonObject()
                .put("title", "🙂".repeat(201))
                .put("description", "🙂".repeat(4001))
                .put("externalRef", "🙂".repeat(129)));

        assertThat(most.status()).isEqualTo(201);
        assertThat(most.json().getString("title")).isEqualTo("🙂".repeat(200));
        assertThat(more.faultyFields()).containsExactlyInAnyOrder("title", "description", "externalRef");
    }

    @Test
    void whatIsUnusualButValidIsKeptAsItIs() {
        var title = "‏مرحبا‏ e\u0301 \u2028 <b>&amp;\" \\ ' %00 \u0001 ";

        var created = create(new JsonObject().put("title", title));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().getString("title")).isEqualTo(title);
    }

    private static Answer create(JsonObject body) {
        return USER.post(CREATE, body);
    }

    private static String nested(int levels) {
        return "{\"title\":\"Any\",\"description\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    private static int bytes(String body, Charset charset) {
        return raw(new String(body.getBytes(charset), ISO_8859_1));
    }

    /** One byte a char. */
    private static int raw(String body) {
        return RawHttp.ask(
                        NODE,
                        "POST " + CREATE + " HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: Bearer "
                                + USER.token() + "\nContent-Type: application/json\nContent-Length: " + body.length(),
                        body)
                .status();
    }
}
