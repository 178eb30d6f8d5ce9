package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.frame.CommandReader;
import io.gavel.bridge.frame.Frames;
import io.gavel.command.CommandType;
import io.gavel.event.NewEvent;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code takes and makes the messages that the document describes. */
class BridgeMessagesTest {
    private static final Set<String> ENVELOPE = Set.of("event", "seq", "at", "meetingId", "conversationId");
    private static AsyncApiDocument document;
    private static SortedMap<String, JsonObject> golden;

    @BeforeAll
    static void read() throws IOException {
        document = AsyncApiDocument.read();
        golden = GoldenFiles.read();
    }

    @Test
    void commandsHaveTheAddressesThatTheCodeKnows() {
        var addresses = new TreeSet<>(Set.of(
                "resume_meeting",
                "resume_conversation",
                "send_message",
                "mark_read",
                "typing_started",
                "typing_stopped",
                "get_connection",
                "get_presence",
                "authenticate"));
        Arrays.stream(CommandType.values()).map(CommandType::address).forEach(addresses::add);
        var channels = new TreeSet<>(document.channels().fieldNames());
        channels.removeAll(Set.of("meeting", "conversation", "user", "reply", "connection"));

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

    @ParameterizedTest
    @CsvSource({"meeting, io.gavel.event.MeetingEvent", "conversation, io.gavel.event.ConversationEvent"})
    void eventsAreThoseThatTheCodeMakes(String channel, Class<?> events) throws ReflectiveOperationException {
        var made = new TreeMap<String, List<String>>();
        for (var factory : events.getMethods()) {
            if (Modifier.isStatic(factory.getModifiers())) {
                var event = (NewEvent) factory.invoke(null, argumentsOf(factory));
                made.put(event.type(), List.copyOf(event.payload().keySet()));
            }
        }

        var described = new TreeMap<String, List<String>>();
        for (var message : document.messagesOf(channel)) {
            var fields = new ArrayList<>(
                    document.payload(message).getJsonObject("properties").fieldNames());
            if (fields.contains("seq")) {
                fields.removeAll(ENVELOPE);
                described.put(document.messages().getJsonObject(message).getString("name"), fields);
            }
        }
        assertThat(made).isEqualTo(described);
    }

    @Test
    void commandsNeedExactlyTheFieldsThatTheCodeNeeds() {
        var read = new ArrayList<String>();
        for (var message : golden.keySet()) {
            var address = document.messages().getJsonObject(message).getString("name");
            if (message.endsWith("Command") && CommandReader.knows(address)) {
                var required = document.payload(message).getJsonArray("required");
                var body = message(message).getMap();
                CommandReader.read(address, body);
                for (var field : body.keySet()) {
                    var without = new HashMap<>(body);
                    without.remove(field);
                    assertThat(isRefused(address, without))
                            .as(address + " without " + field)
                            .isEqualTo(required.contains(field));
                }
                read.add(address);
            }
        }

        assertThat(read).hasSize(20);
    }

    @Test
    void failuresAreWrittenAsTheirGoldenFiles() {
        var failures = document.messagesOf("reply").stream()
                .filter(message -> message.endsWith("Failure"))
                .toList();

        assertThat(failures).hasSize(16).allSatisfy(message -> {
            var frame = message(message);
            var code = Code.valueOf(frame.getString("message"));
            assertThat(Frames.failure(frame.getString("address"), code)).isEqualTo(frame.encode());
            assertThat(message.replace("Failure", "").toUpperCase(Locale.ROOT))
                    .isEqualTo(code.name().replace("_", ""));
        });
    }

    @Test
    void framesAreWrittenAsTheirGoldenFiles() {
        assertThat(Frames.PONG).isEqualTo(golden("PongFrame"));
        assertThat(Frames.error("missing_type")).isEqualTo(golden("ProtocolErrorFrame"));
        assertThat(Frames.accessDenied("meeting.43")).isEqualTo(golden("AccessDeniedFrame"));
        assertThat(Frames.failure("meeting.42", Code.UNAVAILABLE)).isEqualTo(golden("RegisterUnavailableFrame"));
        assertThat(Frames.closing(CloseCode.DRAINING.code(), CloseCode.DRAINING.word()))
                .isEqualTo(golden("ClosingFrame"));
    }

    @Test
    void connectionsAreClosedWithTheCodesThatTheDocumentTells() {
        var told = new TreeMap<Integer, String>();
        document.payload("ClosingFrame").getJsonArray("oneOf").forEach(kind -> {
            var properties = ((JsonObject) kind).getJsonObject("properties");
            told.put(
                    properties.getJsonObject("failureCode").getInteger("const"),
                    properties.getJsonObject("message").getString("const"));
        });

        var known = Arrays.stream(CloseCode.values()).collect(Collectors.toMap(CloseCode::code, CloseCode::word));
        assertThat(told).isEqualTo(known);
    }

    private static String golden(String message) {
        return message(message).encode();
    }

    private static JsonObject message(String name) {
        return Objects.requireNonNull(golden.get(name), name);
    }

    private static boolean isRefused(String address, Map<String, Object> body) {
        try {
            CommandReader.read(address, body);
            return false;
        } catch (Problem problem) {
            assertThat(problem.code()).isEqualTo(Code.INVALID_REQUEST);
            return true;
        }
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
                Long.class,
                1L,
                Map.class,
                Map.of(),
                Instant.class,
                Instant.EPOCH,
                Role.class,
                Role.HOST,
                List.class,
                List.of("title"));
        return Objects.requireNonNull(values.get(type), "no value for a parameter of " + type);
    }
}
