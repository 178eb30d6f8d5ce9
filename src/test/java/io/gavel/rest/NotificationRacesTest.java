package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SecondNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two nodes are asked at once; nobody is told anything twice, or of what is no longer so. */
class NotificationRacesTest {
    private final User guest = newUser();
    private final User guestElsewhere = User.named(SecondNode.get(), guest.id(), null);

    @Test
    void ofManyEditsAtOnceOneInvitationIsLeft() {
        var other = newUser();
        var meeting = HostedMeeting.with(guest, other);
        other.put("/api/notification/read-all");
        var hosts = List.of(
                meeting.host(), User.named(SecondNode.get(), meeting.host().id(), null));

        var answers = ParallelCalls.of(
                12, i -> hosts.get(i % 2).sendAsync("PUT", meeting.path(), "{\"title\":\"Title " + i + "\"}"));

        assertThat(ParallelCalls.count(answers, 200)).isEqualTo(12);
        assertThat(items(guest)).extracting(item -> item.getString("type")).containsExactly("meeting_invitation");
        assertThat(items(other))
                .extracting(item -> item.getString("type"))
                .containsExactly("meeting_updated", "meeting_invitation");
        assertThat(told(guest, 0)).isEqualTo(12);
    }

    @Test
    void readByManyCallsAtOnceEachIsReadOnce() {
        for (int i = 0; i < 4; i++) {
            HostedMeeting.with(guest);
        }
        var ids = items(guest).stream().map(item -> item.getLong("id")).toList();

        var answers = ParallelCalls.of(
                16,
                i -> (i % 2 == 0 ? guest : guestElsewhere)
                        .sendAsync(
                                "PUT",
                                "/api/notification/" + (i % 4 < 2 ? "read-all" : ids.get(i % 4) + "/read"),
                                null));

        assertThat(ParallelCalls.count(answers, 204)).isEqualTo(16);
        assertThat(guest.get("/api/notification/list").json().getLong("unreadCount"))
                .isZero();
        for (var id : ids) {
            assertThat(told(guest, id)).isEqualTo(1);
        }
    }

    @Test
    void whatIsReadWhileItIsOvertakenIsUnreadNoLongerAndToldOnce() {
        var meetings = Stream.generate(() -> HostedMeeting.with(guest)).limit(6).toList();
        var ids = items(guest).stream().map(item -> item.getLong("id")).toList();

        ParallelCalls.of(12, i -> {
            var meeting = meetings.get(i / 2);
            return i % 2 == 0
                    ? meeting.host().sendAsync("PUT", meeting.path("/cancel"), null)
                    : guestElsewhere.sendAsync("PUT", "/api/notification/read-all", null);
        });
        guest.put("/api/notification/read-all");

        for (var id : ids) {
            assertThat(told(guest, id)).isEqualTo(1);
        }
        assertThat(items(guest).stream().filter(item -> item.getString("type").equals("meeting_cancelled")))
                .hasSize(6);
    }

    /** How often devices are told that it is unread no longer; 0 for all. */
    private static long told(User user, long notificationId) {
        return Long.parseLong(SharedNode.get()
                .value(
                        "SELECT count(*) FROM notification_read WHERE user_id = ? AND ? IN (0, notification_id)",
                        user.id(),
                        notificationId));
    }

    private static List<JsonObject> items(User user) {
        return objects(user.get("/api/notification/list").json().getJsonArray("items"));
    }
}
