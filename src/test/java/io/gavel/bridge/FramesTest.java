package io.gavel.bridge;

import static io.gavel.bridge.BridgeNode.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bridge.frame.Request.Change;
import io.gavel.command.CommandType;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final JsonObject IN_MEETING = new JsonObject().put("meetingId", 1);
    private static final JsonObject OK = new JsonObject().put("ok", true);

    private static BridgeNode node;
    private BridgeClient anna;

    @BeforeAll
    static void start() {
        node = BridgeNode.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void connect() {
        node.hub.reset();
        anna = node.connect("anna");
    }

    @AfterEach
    void disconnect() {
        anna.drop();
        soon().until(() -> node.openSockets() == 0);
    }

    @Test
    void registeredAddressHearsItsEventsInTheirOrder() {
        anna.register("meeting.1");

        node.hub.publish("meeting.1", List.of("{\"seq\":1}", "{\"seq\":2}"));
        node.hub.publish("meeting.1", List.of("{\"seq\":3}"));

        soon().until(() -> anna.received("meeting.1").size() == 3);
        assertThat(anna.received("meeting.1"))
                .extracting(event -> event.getInteger("seq"))
                .containsExactly(1, 2, 3);
    }

    @Test
    void unregisteredAddressHearsNothingMore() {
        anna.register("meeting.1");
        anna.register("user.anna");

        anna.unregister("meeting.1");
        anna.settle();
        node.hub.publish("meeting.1", List.of("{\"seq\":1}"));
        node.hub.publish("user.anna", List.of("{}"));

        soon().until(() -> anna.received("user.anna").size() == 1);
        assertThat(anna.received("meeting.1")).isEmpty();
        assertThat(node.hub.hearing("meeting.1")).isZero();
    }

    @Test
    void removedUserHearsOfItAndNothingAfterIt() {
        try (var berta = node.connect("berta");
                var carla = node.connect("carla")) {
            List.of(anna, berta, carla).forEach(client -> client.register("meeting.1"));

            node.hub.publishAndRemove("meeting.1", "{\"seq\":1}", "anna");
            node.hub.publish("meeting.1", List.of("{\"seq\":2}"));

            soon().until(() -> berta.received("meeting.1").size() == 2
                    && carla.received("meeting.1").size() == 2
                    && anna.received("meeting.1").size() == 1);
            anna.settle();
            assertThat(anna.received("meeting.1")).hasSize(1);
            anna.register("meeting.1");
        }
    }

    @Test
    void refusedRegistrationSaysSoWithItsAddress() {
        var before = node.count("gavel.bridge.refused", "what", "register");
        node.hub.judge = address -> Future.succeededFuture(false);

        var refused = anna.refusedRegister("meeting.1");

        assertThat(refused.getString("body")).isEqualTo("access_denied");
        assertThat(refused.getInteger("failureCode")).isEqualTo(403);
        assertThat(node.count("gavel.bridge.refused", "what", "register")).isEqualTo(before + 1);
    }

    @Test
    void registrationThatCannotBeJudgedIsUnavailable() {
        node.hub.judge = address -> Future.failedFuture(Problem.unavailable("the database is away"));

        var refused = anna.refusedRegister("meeting.1");

        assertThat(refused)
                .isEqualTo(new JsonObject()
                        .put("type", "err")
                        .put("address", "meeting.1")
                        .put("failureCode", 503)
                        .put("failureType", "RECIPIENT_FAILURE")
                        .put("message", "UNAVAILABLE"));
    }

    @Test
    void commandAfterRegistrationWaitsForItAndPingDoesNot() {
        var judged = Promise.<Boolean>promise();
        node.hub.judge = address -> judged.future();

        anna.write(new JsonObject().put("type", "register").put("address", "meeting.1"));
        var answer = anna.send("meeting_hand_raised", IN_MEETING);
        anna.write(new JsonObject().put("type", "ping"));
        soon().until(() -> anna.frames().contains(new JsonObject().put("type", "pong")));
        var before = List.copyOf(node.hub.requests);
        judged.complete(true);

        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(OK);
        assertThat(before).isEmpty();
    }

    @Test
    void commandsAreHandedOverWithoutWaitingForEachOthersAnswers() {
        var slow = Promise.<String>promise();
        node.hub.answer = (connection, request) -> ((Change) request).type() == CommandType.RAISE_HAND
                ? slow.future()
                : Future.succeededFuture("{\"ok\":true}");

        var first = anna.send("meeting_hand_raised", IN_MEETING);
        var second = anna.ask("meeting_mute_all", IN_MEETING);

        assertThat(second).isEqualTo(OK);
        assertThat(first).isNotDone();
        slow.complete("{\"ok\":true,\"seq\":7}");
        assertThat(first)
                .succeedsWithin(Duration.ofSeconds(10))
                .isEqualTo(OK.copy().put("seq", 7));
    }

    @Test
    void failedCommandHasStatusAndCode() {
        node.hub.failRequestsWith(new Problem(Code.MEETING_ENDED, "over"));

        var refusal = anna.refusal("meeting_hand_raised", IN_MEETING);

        assertThat(refusal).hasMessage("410 MEETING_ENDED");
    }

    @Test
    void faultyBodyIsAnInvalidRequestAndReachesNoHub() {
        assertThat(anna.refusal("meeting_audio_status", IN_MEETING)).hasMessage("400 INVALID_REQUEST");
        assertThat(anna.refusal("authenticate", IN_MEETING)).hasMessage("400 INVALID_REQUEST");
        assertThat(node.hub.requests).isEmpty();
    }

    @Test
    void defectOfTheHubIsInternalAndTheConnectionGoesOn() {
        node.hub.answer = (connection, request) -> Future.failedFuture(new IllegalStateException("a defect"));

        assertThat(anna.refusal("meeting_hand_raised", IN_MEETING)).hasMessage("500 INTERNAL");

        anna.settle();
    }

    @Test
    void registrationThatIsGrantedTooLateIsTakenBack() {
        var judged = Promise.<Boolean>promise();
        node.hub.judge = address -> judged.future();
        anna.write(new JsonObject().put("type", "register").put("address", "meeting.1"));
        anna.write(new JsonObject().put("type", "ping"));
        soon().until(() -> !anna.frames().isEmpty());

        anna.drop();
        soon().until(() -> node.hub.closed.size() == 1);
        assertThat(node.hub.closed).isEqualTo(node.hub.opened);
        judged.complete(true);

        soon().until(() -> node.hub.hearing("meeting.1") == 0);
    }

    @Test
    void anotherUsersTokenDoesNotRenew() {
        var berta = new JsonObject().put("token", node.token("berta"));
        var nobody = new JsonObject().put("token", "nobody's");
        var renewed = new JsonObject().put("token", node.token("anna"));

        assertThat(anna.refusal("authenticate", berta)).hasMessage("403 FORBIDDEN");
        assertThat(anna.refusal("authenticate", nobody)).hasMessage("401 UNAUTHENTICATED");
        assertThat(anna.ask("authenticate", renewed)).isEqualTo(OK);
    }
}
