package io.gavel.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.bridge.AsyncApiDocument;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes at which who has left is online for two seconds more, and which hear of each other by the database alone. */
class PresenceTest {
    private static final String[] PERIODS = {"GAVEL_OFFLINE_SECONDS", "2", "GAVEL_SWEEP_SECONDS", "1"};
    private static final RunningNode HERE = RunningNode.start(PERIODS);
    private static final RunningNode THERE = RunningNode.startOn(HERE.database(), PERIODS);

    private final User ann = User.unknown(HERE);
    private final User bob = User.unknown(HERE);
    private final String annsAddress = "user." + ann.id();

    @AfterAll
    static void stop() {
        THERE.close();
        HERE.close();
    }

    @Test
    void whoSharesAMeetingIsToldOfComingAndGoingAtAnotherNodeAndAStrangerIsNot() throws IOException {
        var stranger = User.unknown(HERE);
        meet(ann, bob);
        try (var watching = connect(HERE, ann);
                var strange = connect(HERE, stranger)) {
            assertThat(watch(watching, bob)).containsExactly(false);
            assertThat(watch(strange, bob)).containsExactly(false);

            var browser = connect(THERE, bob);
            soon(() -> assertThat(told(watching, ann)).containsExactly("user_online " + bob.id()));
            browser.close();
            soon(() -> assertThat(told(watching, ann))
                    .containsExactly("user_online " + bob.id(), "user_offline " + bob.id()));

            assertThat(told(strange, stranger)).isEmpty();
            var document = AsyncApiDocument.read();
            var events = watching.received(annsAddress);
            assertThat(document.faults("UserOnlineNotice", events.get(0))).isEmpty();
            assertThat(document.faults("UserOfflineNotice", events.get(1))).isEmpty();
        }
    }

    @Test
    void whoMovesToAnotherNodeNeverLeft() {
        var cid = User.unknown(HERE);
        meet(ann, bob, cid);
        var moving = connect(HERE, bob);
        var leaving = connect(HERE, cid);
        try (var watching = connect(HERE, ann)) {
            assertThat(watch(watching, bob, cid)).containsExactly(true, true);
            moving.close();
            moving.closed();
            try (var moved = connect(THERE, bob)) {
                moved.settle();
                leaving.close();

                soon(() -> assertThat(told(watching, ann)).isNotEmpty());

                assertThat(told(watching, ann)).containsExactly("user_offline " + cid.id());
            }
        }
    }

    @Test
    void whoSharesAConversationIsToldToo() {
        var body = new JsonObject().put("participantUserIds", JsonArray.of(bob.id()));
        Room.require(ann.post("/api/conversation", body), 201);
        try (var watching = connect(THERE, ann)) {
            watch(watching, bob);
            try (var browser = connect(HERE, bob)) {
                browser.settle();

                soon(() -> assertThat(told(watching, ann)).containsExactly("user_online " + bob.id()));
            }
        }
    }

    @Test
    void twoHundredMayBeWatchedAndNotOneMore() throws IOException {
        var ids = IntStream.range(0, 200).mapToObj(i -> "somebody-" + i).toArray(String[]::new);
        try (var browser = connect(HERE, ann)) {
            var answer = ask(browser, true, ids);

            assertThat(AsyncApiDocument.read().faults("PresenceAnswer", answer)).isEmpty();
            assertThat(answer.getJsonArray("items")).hasSize(200);
            var more = new JsonArray(Arrays.asList(ids)).copy().add("one more");
            assertThat(browser.refusal("get_presence", new JsonObject().put("userIds", more))
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whoWasNotSeenForLongIsForgottenAndWhatItHidesIsNot() {
        HERE.execute("INSERT INTO presence SELECT 'seen-' || days, now() - days * interval '1 day', false"
                + " FROM unnest(ARRAY[89, 91]) days");
        HERE.execute("INSERT INTO presence VALUES ('hidden', now() - interval '91 days', true)");

        soon(() -> assertThat(HERE.value("SELECT string_agg(user_id || ' ' || (last_seen_at IS NULL), ','"
                        + " ORDER BY user_id) FROM presence WHERE user_id IN ('seen-89', 'seen-91', 'hidden')"))
                .isEqualTo("hidden true,seen-89 false"));
    }

    private static void meet(User host, User... guests) {
        host.createMeeting(new JsonObject()
                .put("title", "Interview")
                .put(
                        "participantUserIds",
                        new JsonArray(Arrays.stream(guests).map(User::id).toList())));
    }

    /** A connection that hears what its user is told. */
    private static BridgeClient connect(RunningNode node, User user) {
        var there = User.named(node, user.id(), null);
        var client = BridgeClient.connect(there.url(), there.token());
        client.register("user." + user.id());
        return client;
    }

    private static List<Boolean> watch(BridgeClient client, User... users) {
        var ids = Arrays.stream(users).map(User::id).toArray(String[]::new);
        return ask(client, true, ids).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getBoolean("online"))
                .toList();
    }

    private static JsonObject ask(BridgeClient client, boolean watch, String... userIds) {
        return client.ask(
                "get_presence",
                new JsonObject()
                        .put("userIds", new JsonArray(Arrays.asList(userIds)))
                        .put("watch", watch));
    }

    private static List<String> told(BridgeClient client, User user) {
        return client.received("user." + user.id()).stream()
                .filter(event -> event.getString("event").matches("user_(on|off)line"))
                .map(event -> event.getString("event") + " " + event.getString("userId"))
                .toList();
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion::run);
    }
}
