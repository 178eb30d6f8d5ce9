package io.gavel.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.gavel.command.CommandType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 63, 73, 81: frames and bodies that are not what they should be. */
@ResourceLock(BridgeTarget.LOCK)
class BridgeBodiesTest {
    private static final Attacked ATTACKED = BridgeTarget.attacked();
    private static final User ATTACKER = User.unknown(BridgeTarget.node());
    private static final AtomicInteger REPLIES = new AtomicInteger();
    private static BridgeClient attacker;
    private static long own;

    /** The attacker is inside a meeting of its own, where commands would do something. */
    @BeforeAll
    static void connect() {
        own = ATTACKER.createMeeting(new JsonObject().put("title", "Mine"));
        ATTACKER.post("/api/meeting/" + own + "/join");
        attacker = BridgeClient.connect(BridgeTarget.node().url(), ATTACKER.token());
        attacker.ask("join_meeting_room", new JsonObject().put("meetingId", own));
    }

    @AfterAll
    static void disconnect() {
        // Who is gone without a word leaves the meeting later, amid somebody else's attack.
        attacker.ask("leave_meeting_room", new JsonObject().put("meetingId", own));
        attacker.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not json                                                          | invalid_json
            []                                                                | invalid_json
            1                                                                 | invalid_json
            null                                                              | invalid_json
            "text"                                                            | invalid_json
            {"type":"ping"                                                    | invalid_json
            {"type":"ping"}{"type":"ping"}                                    | invalid_json
            {"type":NaN}                                                      | invalid_json
            {'type':'ping'}                                                   | invalid_json
            {type:"ping"}                                                     | invalid_json
            {"type":"ping",}                                                  | invalid_json
            {"type":"ping"/**/}                                               | invalid_json
            {"type":"\\x"}                                                    | invalid_json
            {}                                                                | missing_type
            {"type":null}                                                     | missing_type
            {"type":1}                                                        | missing_address
            {"type":{}}                                                       | missing_address
            {"type":{},"address":"x"}                                         | invalid_type
            {"type":["send"],"address":"x"}                                   | invalid_type
            {"type":"SEND","address":"x"}                                     | invalid_type
            {"type":"message","address":"x"}                                  | invalid_type
            {"type":"send","type":"unknown","address":"x"}                    | invalid_type
            {"type":"send","address":"meeting_hand_raised","replyAddress":1}  | invalid_reply_address
            {"type":"send","address":"meeting_hand_raised","replyAddress":{}} | invalid_reply_address
            """)
    void whatIsNoFrameIsNamed(String frame, String error) {
        assertThat(errorAfter(frame)).isEqualTo(error);
    }

    @Test
    void whatIsTooDeepOrTooLongANumberIsNoJson() {
        assertThat(errorAfter("{\"type\":\"ping\",\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
                .isEqualTo("invalid_json");
        assertThat(errorAfter("{\"a\":".repeat(2000) + "1" + "}".repeat(2000))).isEqualTo("invalid_json");
        assertThat(errorAfter("[".repeat(16_000))).isEqualTo("invalid_json");
        assertThat(errorAfter("{\"type\":\"ping\",\"a\":1" + "0".repeat(400) + "}"))
                .isEqualTo("invalid_json");
    }

    /** The error of the only frame that answers. */
    private static String errorAfter(String frame) {
        var before = errors().size();
        ATTACKED.by(() -> {
            attacker.write(frame);
            attacker.settle();
            return frame;
        });
        var errors = errors();
        assertThat(errors).hasSize(before + 1);
        return errors.get(before);
    }

    private static List<String> errors() {
        return attacker.frames().stream()
                .filter(frame -> "err".equals(frame.getString("type")) && !frame.containsKey("address"))
                .map(frame -> frame.getString("body"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"headers\":\"s\"",
                "\"headers\":{\"a\":null}",
                "\"headers\":[1,{}]",
                "\"headers\":{\"userId\":\"HOST\",\"a\\r\\nb\":\"c\\u0000\"}",
                "\"headers\":null",
            })
    void headersMeanNothing(String headers) {
        var reply = reply();
        ATTACKED.by(() -> {
            attacker.write(("{\"type\":\"send\",\"address\":\"resume_meeting\",\"body\":{\"meetingId\":" + own
                            + ",\"afterSeq\":0},\"replyAddress\":\"" + reply + "\"," + headers + "}")
                    .replace("HOST", ATTACKED.host().id()));
            soon().until(() -> !attacker.received(reply).isEmpty());
            return reply;
        });

        assertThat(attacker.received(reply).get(0).getBoolean("ok")).isTrue();
    }

    @Test
    void aBodyThatIsNoObjectIsAnInvalidRequestOfEveryCommand() {
        var addresses = Stream.concat(
                        Arrays.stream(CommandType.values()).map(CommandType::address),
                        Stream.of(
                                "resume_meeting",
                                "resume_conversation",
                                "send_message",
                                "mark_read",
                                "typing_started",
                                "typing_stopped",
                                "get_connection",
                                "get_presence",
                                "authenticate"))
                .toList();

        for (var body : List.of("", ",\"body\":null", ",\"body\":[]", ",\"body\":\"{}\"", ",\"body\":7")) {
            ATTACKED.by(() -> {
                addresses.forEach(address ->
                        assertThat(failure(address, body)).as(address + body).isEqualTo("400 INVALID_REQUEST"));
                return body;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"meetingId\":null}",
                "{\"meetingId\":\"OWN\"}",
                "{\"meetingId\":OWN.0}",
                "{\"meetingId\":OWN.5}",
                "{\"meetingId\":1e400}",
                "{\"meetingId\":-1}",
                "{\"meetingId\":0}",
                "{\"meetingId\":[OWN]}",
                "{\"meetingId\":{\"id\":OWN}}",
                "{\"meetingId\":true}",
                "{\"meetingId\":OWN,\"clientEventId\":\"\"}",
                "{\"meetingId\":OWN,\"clientEventId\":\"\\u0000\"}",
                "{\"meetingId\":OWN,\"clientEventId\":\"\\ud800\"}",
                "{\"meetingId\":OWN,\"clientEventId\":7}",
            })
    void aCommandNamesItsMeetingByItsNumber(String body) {
        var given = ",\"body\":" + body.replace("OWN", Long.toString(own));

        assertThat(ATTACKED.by(() -> failure("meeting_hand_raised", given))).isEqualTo("400 INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"afterSeq\":-1",
                "\"afterSeq\":-9223372036854775809",
                "\"afterSeq\":1.5",
                "\"afterSeq\":1e400",
                "\"afterSeq\":\"5\"",
                "\"afterSeq\":null",
                "\"afterSeq\":[0]",
                "\"afterSeq\":0,\"epoch\":7",
                "\"afterSeq\":0,\"epoch\":{}",
            })
    void aPlaceThatIsNoneIsAnInvalidRequest(String place) {
        var body = ",\"body\":{\"meetingId\":" + own + "," + place + "}";

        assertThat(ATTACKED.by(() -> failure("resume_meeting", body))).isEqualTo("400 INVALID_REQUEST");
        assertThat(ATTACKED.by(() -> failure("resume_conversation", body.replace("meetingId", "conversationId"))))
                .isEqualTo("400 INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"afterSeq\":9223372036854775807",
                "\"afterSeq\":9223372036854775808",
                "\"afterSeq\":99999999999999999999999999999999999999",
                "\"afterSeq\":0,\"epoch\":\"\\u0000\"",
                "\"afterSeq\":0,\"epoch\":\"\\ud800\"",
                "\"afterSeq\":0,\"epoch\":\"' OR 1=1 --\"",
                "\"afterSeq\":0,\"epoch\":\"\"",
            })
    void aPlaceOfNobodysIsReset(String place) {
        var reply = reply();
        ATTACKED.by(() -> {
            attacker.write("{\"type\":\"send\",\"address\":\"resume_meeting\",\"replyAddress\":\"" + reply
                    + "\",\"body\":{\"meetingId\":" + own + "," + place + "}}");
            soon().until(() -> !attacker.received(reply).isEmpty());
            return reply;
        });

        var answer = attacker.received(reply).get(0);
        assertThat(answer.getBoolean("reset")).isTrue();
        assertThat(answer.getJsonArray("events")).isEmpty();
    }

    /** How a command with this body fails, at its reply address. */
    private static String failure(String address, String body) {
        var reply = reply();
        attacker.write(
                "{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"" + reply + "\"" + body + "}");
        soon().until(() -> !attacker.errorsAt(reply).isEmpty());
        var refused = attacker.errorsAt(reply).get(0);
        return refused.getInteger("failureCode") + " " + refused.getString("message");
    }

    /** There are many to be waited for. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static String reply() {
        return "reply-" + REPLIES.incrementAndGet();
    }
}
