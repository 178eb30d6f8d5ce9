package io.gavel.bridge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.command.CommandType;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document of the bridge, the code, and a golden file of each message say the same. */
class BridgeMessagesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/bridge");
    private static final Set<String> ENVELOPE = Set.of("event", "seq", "at", "meetingId");
    private static final Map<String, JsonObject> GOLDEN_FILES = new TreeMap<>();
    private static AsyncApiDocument document;

    @BeforeAll
    static void read() throws IOException {
        document = AsyncApiDocument.read();
        try (var files = Files.list(GOLDEN)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replaceFirst("\\.json$", "");
                GOLDEN_FILES.put(name, new JsonObject(Files.readString(file)));
            }
        }
    }

    @Test
    void everyMessageHasItsGoldenFileWhichTheDocumentShows() {
        assertThat(GOLDEN_FILES.keySet())
                .isEqualTo(new TreeSet<>(document.messages().fieldNames()));
        GOLDEN_FILES.forEach((name, golden) -> {
            var shown = document.messages()
                    .getJsonObject(name)
                    .getJsonArray("examples")
                    .getJsonObject(0);
            assertThat(shown.getJsonObject("payload").encode()).as(name).isEqualTo(golden.encode());
        });
    }

    @Test
    void everyGoldenFileFitsItsSchema() {
        GOLDEN_FILES.forEach((name, golden) -> {
            var found = document.validator(name).validate(golden);
            assertThat(found.getValid())
                    .as(() -> name + ": " + found.getErrors())
                    .isTrue();
        });
    }

    @Test
    void aMessageThatLacksAFieldIsRefused() {
        var wronglyAccepted = new ArrayList<String>();
        GOLDEN_FILES.forEach((name, golden) -> {
            var schema = document.payload(name);
            var optional = new TreeSet<>(golden.fieldNames());
            var kinds = schema.containsKey("oneOf") ? schema.getJsonArray("oneOf") : List.of(schema);
            ((JsonObject) kinds.iterator().next()).getJsonArray("required").forEach(optional::remove);
            for (var field : golden.fieldNames()) {
                var without = golden.copy();
                without.remove(field);
                if (document.validator(name).validate(without).getValid() != optional.contains(field)) {
                    wronglyAccepted.add(name + " without " + field);
                }
            }
        });

        assertThat(wronglyAccepted).isEmpty();
    }

    @Test
    void aFieldMoreIsRefusedFromTheServerAndIgnoredFromTheBrowser() {
        var sent = document.sent();

        assertThat(sent).hasSizeGreaterThan(40);
        GOLDEN_FILES.forEach((name, golden) -> {
            var more = golden.copy().put("unheardOf", 1);
            assertThat(document.validator(name).validate(more).getValid())
                    .as(name)
                    .isEqualTo(!sent.contains(name));
        });
    }

    @Test
    void commandsHaveTheAddressesThatTheCodeKnows() {
        var addresses = new TreeSet<>(Set.of("resume_meeting", "authenticate"));
        Arrays.stream(CommandType.values()).map(CommandType::address).forEach(addresses::add);
        var channels = new TreeSet<>(document.channels().fieldNames());
        channels.removeAll(Set.of("meeting", "user", "reply", "connection"));

        assertThat(channels).isEqualTo(addresses).allSatisfy(channel -> {
            assertThat(document.channels().getJsonObject(channel).getString("address"))
                    .isEqualTo(channel);
            var body = document.payload(document.messagesOf(channel).iterator().next());
            assertThat(body.getJsonObject("properties").containsKey("clientEventId"))
                    .as(channel)
                    .isEqualTo(CommandType.at(channel)
                            .map(CommandType::takesClientEventId)
                            .orElse(false));
        });
    }

    @Test
    void eventsAreThoseThatTheCodeMakes() throws ReflectiveOperationException {
        var made = new TreeMap<String, List<String>>();
        for (var factory : MeetingEvent.class.getMethods()) {
            if (Modifier.isStatic(factory.getModifiers())) {
                var event = (MeetingEvent) factory.invoke(null, argumentsOf(factory));
                made.put(event.type(), List.copyOf(event.payload().keySet()));
            }
        }

        var described = new TreeMap<String, List<String>>();
        for (var message : document.messagesOf("meeting")) {
            var fields = new ArrayList<>(
                    document.payload(message).getJsonObject("properties").fieldNames());
            fields.removeAll(ENVELOPE);
            described.put(document.messages().getJsonObject(message).getString("name"), fields);
        }
        assertThat(made).isEqualTo(described);
    }

    @Test
    void eventsAreAsTheDocumentOfRestTellsThem() throws IOException {
        var rest = new JsonObject(Files.readString(Path.of("src/main/resources/openapi.json")))
                .getJsonObject("components")
                .getJsonObject("schemas");

        assertThat(document.messagesOf("meeting")).allSatisfy(message -> {
            var there = rest.getJsonObject(message);
            var here = document.payload(message);
            assertThat(there.getJsonObject("properties").fieldNames())
                    .isEqualTo(here.getJsonObject("properties").fieldNames());
            assertThat(there.getJsonArray("required")).isEqualTo(here.getJsonArray("required"));
            assertThat(there.getString("description")).isEqualTo(here.getString("description"));
        });
        assertThat(rest.fieldNames().stream().filter(name -> name.endsWith("Event") && name.length() > 5))
                .containsExactlyInAnyOrderElementsOf(document.messagesOf("meeting"));
    }

    @Test
    void failuresHaveTheStatusOfTheirCode() {
        var failures = document.messagesOf("reply").stream()
                .filter(message -> message.endsWith("Failure"))
                .toList();

        assertThat(failures).hasSize(15).allSatisfy(message -> {
            var failure = requireNonNull(GOLDEN_FILES.get(message));
            var code = Code.valueOf(failure.getString("message"));
            assertThat(failure.getInteger("failureCode")).isEqualTo(code.status());
            assertThat(message.replace("Failure", "").toUpperCase(Locale.ROOT))
                    .isEqualTo(code.name().replace("_", ""));
        });
    }

    @Test
    void connectionsAreClosedWithTheseCodes() {
        var codes = new TreeMap<Integer, String>();
        document.payload("ClosingFrame").getJsonArray("oneOf").forEach(kind -> {
            var properties = ((JsonObject) kind).getJsonObject("properties");
            codes.put(
                    properties.getJsonObject("failureCode").getInteger("const"),
                    properties.getJsonObject("message").getString("const"));
        });

        assertThat(codes)
                .isEqualTo(Map.of(
                        4001, "token_expired",
                        4003, "forbidden",
                        4008, "too_slow",
                        4009, "too_fast",
                        4010, "idle",
                        4012, "draining"));
    }

    private static Object[] argumentsOf(Method factory) {
        return Arrays.stream(factory.getParameterTypes())
                .map(BridgeMessagesTest::some)
                .toArray();
    }

    private static Object some(Class<?> type) {
        var values = Map.<Class<?>, Object>of(
                String.class,
                "text",
                boolean.class,
                true,
                int.class,
                1,
                long.class,
                1L,
                Instant.class,
                Instant.EPOCH,
                Role.class,
                Role.HOST,
                List.class,
                List.of("title"));
        assertThat(values).as("a value for each kind of parameter").containsKey(type);
        return requireNonNull(values.get(type));
    }
}
