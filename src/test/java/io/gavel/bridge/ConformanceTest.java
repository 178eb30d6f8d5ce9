package io.gavel.bridge;

import static io.gavel.bridge.BridgeNode.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.command.CommandType;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same frames to the stock bridge and to ours; three frames that neither understands end each conversation. */
class ConformanceTest {
    private static final List<String> END = List.of("{\"type\":\"send\"}", "{}", "end");
    private static final List<JsonObject> ENDED =
            List.of(error("missing_address"), error("missing_type"), error("invalid_json"));

    private static BridgeNode node;
    private static StockBridge stock;

    @BeforeAll
    static void start() {
        stock = new StockBridge();
        node = BridgeNode.start();
        node.hub.answer = (connection, request) ->
                request instanceof Change change && change.type() == CommandType.MUTE_ALL
                        ? Future.failedFuture(new Problem(Code.NOT_IN_MEETING, "not inside"))
                        : Future.succeededFuture("{\"ok\":true}");
    }

    @AfterAll
    static void stop() {
        node.close();
        stock.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "",
                "[]",
                "1",
                "\"text\"",
                "{\"type\":\"send\"} trailing",
                "{\"type\":null}",
                "{\"type\":1}",
                "{\"type\":{}}",
                "{\"type\":1,\"address\":\"x\"}",
                "{\"type\":\"evil\\nline\",\"address\":\"x\"}",
                "{\"type\":\"send\"}",
                "{\"type\":\"publish\"}",
                "{\"type\":\"register\"}",
                "{\"type\":\"unregister\"}",
                "{\"type\":\"send\",\"address\":null}",
                "{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"replyAddress\":"
                        + "\"0123456789012345678901234567890123456\",\"body\":{\"meetingId\":1}}",
                "{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"body\":{\"meetingId\":1}}",
                "{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"body\":{\"meetingId\":1},\"headers\":{\"a\":\"b\"}}",
                "{\"type\":\"register\",\"address\":\"meeting.1\"}",
                "{\"type\":\"unregister\",\"address\":\"meeting.1\"}"
            })
    void frameIsAnsweredAsTheStockBridgeAnswers(String frame) {
        assertThat(ours(frame)).isEqualTo(stocks(frame));
    }

    @Test
    void secondRegistrationIsAnsweredAsTheStockBridgeAnswers() {
        var register = "{\"type\":\"register\",\"address\":\"meeting.1\"}";

        assertThat(ours(register, register))
                .isEqualTo(stocks(register, register))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"meeting_hand_raised", "meeting_mute_all"})
    void answersAndFailuresOfCommandsLookAsTheStockBridgesDo(String address) {
        var frame =
                "{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"r\",\"body\":{\"meetingId\":1}}";
        try (var ours = node.connect("anna");
                var stocks = stock.connect()) {
            ours.write(frame);
            stocks.write(frame);

            soon().until(() -> ours.frames().size() == 1 && stocks.frames().size() == 1);
            assertThat(ours.frames()).isEqualTo(stocks.frames());
        }
    }

    /** Where ours says more or something else, on purpose. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"register","address":"svc.x"}                     | access_denied
            {"type":"register","address":"user.berta"}                | access_denied
            {"type":"send","address":"svc.x"}                         | access_denied
            {"type":"publish","address":"svc.x"}                      | access_denied
            {"type":"unregister","address":"svc.x"}                   | access_denied
            {"type":"send","address":5}                               | access_denied
            """)
    void refusalSaysMoreThanTheStockBridges(String frame, String body) {
        var address = new JsonObject(frame).getString("address");

        assertThat(stocks(frame))
                .containsExactly(new JsonObject().put("type", "err").put("body", body));
        assertThat(ours(frame)).containsExactly(denied(address));
    }

    @Test
    void whatTheStockBridgeStumblesOverIsAnswered() {
        assertThat(ours("null")).containsExactly(error("invalid_json"));
        assertThat(ours("{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"replyAddress\":7}"))
                .containsExactly(error("invalid_reply_address"));
        assertThat(ours("{\"type\":\"send\",\"address\":\"meeting_hand_raised\",\"headers\":\"x\","
                        + "\"body\":{\"meetingId\":1}}"))
                .isEmpty();
    }

    @Test
    void addressLongerThanTheStockBridgeTakesIsRefusedAsAnyOther() {
        var address = "meeting." + "1".repeat(300);

        assertThat(ours("{\"type\":\"register\",\"address\":\"" + address + "\"}"))
                .containsExactly(denied(address));
    }

    @Test
    void refusedSendIsAlsoToldAtItsReplyAddress() {
        assertThat(ours("{\"type\":\"send\",\"address\":\"svc.x\",\"replyAddress\":\"r\"}"))
                .containsExactly(denied("svc.x"), denied("r"));
    }

    @Test
    void publishingIsRefusedEvenWhereSendingIsNot() {
        assertThat(ours("{\"type\":\"publish\",\"address\":\"meeting_hand_raised\",\"body\":{\"meetingId\":1}}"))
                .containsExactly(denied("meeting_hand_raised"));
    }

    private static List<JsonObject> ours(String... frames) {
        try (var client = node.connect("anna")) {
            var answers = answers(client, frames);
            assertThat(client.gotBinary()).isFalse();
            return answers;
        }
    }

    private static List<JsonObject> stocks(String... frames) {
        try (var client = stock.connect()) {
            return answers(client, frames);
        }
    }

    private static List<JsonObject> answers(BridgeClient client, String... frames) {
        for (var frame : frames) {
            client.write(frame);
        }
        END.forEach(client::write);
        soon().until(() -> hasEnded(client.frames()));
        return client.frames().subList(0, client.frames().size() - ENDED.size());
    }

    private static boolean hasEnded(List<JsonObject> frames) {
        return frames.size() >= ENDED.size()
                && frames.subList(frames.size() - ENDED.size(), frames.size()).equals(ENDED);
    }

    private static JsonObject error(String body) {
        return new JsonObject().put("type", "err").put("body", body);
    }

    private static JsonObject denied(String address) {
        return error("access_denied")
                .put("address", address)
                .put("failureCode", 403)
                .put("failureType", "RECIPIENT_FAILURE")
                .put("message", "access_denied");
    }
}
