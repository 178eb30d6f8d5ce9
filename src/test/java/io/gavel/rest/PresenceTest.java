package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.SharedNode;
import io.gavel.User;
import io.gavel.bridge.BridgeClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
    private static final String ME = "/api/presence/me";

    private final User ann = newUser();
    private final User bob = newUser();

    @Test
    void aStrangerMayAskWhoIsOnline() {
        try (var browser = connect(bob)) {
            browser.settle();

            var found = presence(ann, bob.id(), "nobody at all", ann.id());

            assertThat(found)
                    .extracting(item -> item.getString("userId"))
                    .containsExactly(bob.id(), "nobody at all", ann.id());
            assertThat(found).extracting(item -> item.getBoolean("online")).containsExactly(true, false, false);
            assertThat(found)
                    .allSatisfy(item -> assertThat(item.fieldNames())
                            .containsExactlyInAnyOrder("userId", "online", "lastSeenAt", "inMeeting"));
            assertThat(found.get(0).getString("lastSeenAt")).matches(WireFields.TIME);
            assertThat(found.get(1).getString("lastSeenAt")).isNull();
        }
    }

    @Test
    void whoLeftAMomentAgoIsStillOnline() {
        var browser = connect(bob);
        browser.settle();
        browser.close();
        browser.closed();

        assertThat(presence(ann, bob.id()).get(0).getBoolean("online")).isTrue();
    }

    @Test
    void whoIsInsideAMeetingShowsIt() {
        var meeting = HostedMeeting.with(bob);
        bob.post(meeting.path() + "/join");
        try (var browser = connect(bob)) {
            assertThat(presence(ann, bob.id()).get(0).getBoolean("inMeeting")).isFalse();
            browser.ask("join_meeting_room", new JsonObject().put("meetingId", meeting.id()));

            assertThat(presence(ann, bob.id()).get(0).getBoolean("inMeeting")).isTrue();
        }
    }

    @Test
    void itsOwnerHidesAndShowsWhenItWasLastSeen() {
        try (var browser = connect(bob)) {
            browser.settle();
            assertThat(bob.get(ME).json()).isEqualTo(hides(false));

            var hidden = bob.put(ME, hides(true));

            assertThat(hidden.status()).isEqualTo(200);
            assertThat(hidden.json())
                    .isEqualTo(hides(true))
                    .isEqualTo(bob.get(ME).json());
            assertThat(presence(ann, bob.id()).get(0).getString("lastSeenAt")).isNull();
            assertThat(presence(ann, bob.id()).get(0).getBoolean("online")).isTrue();
            bob.put(ME, hides(false));
            assertThat(presence(ann, bob.id()).get(0).getString("lastSeenAt")).isNotNull();
            assertThat(ann.get(ME).json()).isEqualTo(hides(false));
        }
    }

    @Test
    void twoHundredMayBeAskedAboutAndRepeatsAreOne() {
        var ids = IntStream.range(0, 200).mapToObj(i -> "u" + i).collect(Collectors.joining(","));

        assertThat(presence(ann, ids.split(","))).hasSize(200);
        assertThat(presence(ann, "x", "y", "x"))
                .extracting(item -> item.getString("userId"))
                .containsExactly("x", "y");
        var refused = ann.get("/api/presence?userIds=" + ids + ",u200");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("userIds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?userIds=", "?userIds=,", "?userIds=a,,b", "?userIds=a&userIds=b", "?userIds=%00"})
    void whatIsNoListOfIdsIsNamed(String query) {
        var refused = ann.get("/api/presence" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("userIds");
    }

    @Test
    void anIdThatIsTooLongIsNamed() {
        var refused = ann.get("/api/presence?userIds=" + "x".repeat(129));

        assertThat(refused.faultyFields()).containsExactly("userIds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"hideLastSeen\":null}", "{\"hideLastSeen\":\"yes\"}"})
    void whatIsNoSettingIsNamed(String body) {
        var refused = ann.send("PUT", ME, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly("hideLastSeen");
    }

    @Test
    void itsRowIsWrittenSoon() {
        try (var browser = connect(bob)) {
            browser.settle();

            await().until(() -> SharedNode.get()
                    .value("SELECT count(*) FROM presence_connection WHERE user_id = ?", bob.id())
                    .equals("1"));
        }
        await().until(() -> SharedNode.get()
                .value("SELECT count(*) FROM presence WHERE last_seen_at IS NOT NULL AND user_id = ?", bob.id())
                .equals("1"));
    }

    private static BridgeClient connect(User user) {
        return BridgeClient.connect(user.url(), user.token());
    }

    private static JsonObject hides(boolean hidden) {
        return new JsonObject().put("hideLastSeen", hidden);
    }

    private static List<JsonObject> presence(User asking, String... userIds) {
        var answer = asking.get("/api/presence?userIds=" + segment(String.join(",", userIds)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().fieldNames()).containsExactly("items");
        return objects(answer.json().getJsonArray("items"));
    }
}
