package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.body;
import static io.gavel.rest.HostedMeeting.ids;
import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.HostedMeeting.objects;
import static io.gavel.rest.HostedMeeting.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {
    private static final String LIST = "/api/notification/list";

    @Test
    void anInvitationIsANotification() {
        var host = User.named(SharedNode.get(), "host-" + UUID.randomUUID(), "Ada");
        var guest = newUser();
        var meeting = HostedMeeting.of(host, body().put("participantUserIds", ids(guest)));

        var page = guest.get(LIST);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().fieldNames()).containsExactlyInAnyOrder("items", "nextCursor", "unreadCount");
        assertThat(page.json().getString("nextCursor")).isNull();
        var items = all(guest);
        assertThat(items).hasSize(1);
        assertThat(items.get(0).fieldNames()).containsExactlyInAnyOrder(WireFields.NOTIFICATION);
        assertThat(items.get(0))
                .isEqualTo(new JsonObject()
                        .put("id", items.get(0).getLong("id"))
                        .put("type", "meeting_invitation")
                        .put("meetingId", meeting.id())
                        .putNull("conversationId")
                        .put("title", "Interview")
                        .put("hostName", "Ada")
                        .put("createdAt", meeting.detail().getString("createdAt"))
                        .putNull("readAt"));
    }

    @Test
    void everyInviteeGetsOneAndTheHostNone() {
        var guest = newUser();
        var moderator = newUser();
        var late = newUser();
        var meeting = HostedMeeting.of(
                        body().put("participantUserIds", ids(guest, moderator)).put("moderatorUserIds", ids(moderator)))
                .invited(late);

        assertThat(types(guest)).containsExactly("meeting_invitation");
        assertThat(types(moderator)).containsExactly("meeting_invitation");
        assertThat(types(late)).containsExactly("meeting_invitation");
        assertThat(types(meeting.host())).isEmpty();
    }

    @Test
    void aCancellationTakesThePlaceOfAnUnreadInvitation() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        var other = HostedMeeting.with(guest);

        meeting.cancelled();

        assertThat(all(guest))
                .extracting(item -> item.getString("type") + " " + item.getLong("meetingId"))
                .containsExactly("meeting_cancelled " + meeting.id(), "meeting_invitation " + other.id());
        assertThat(all(guest).get(0).getString("createdAt"))
                .isEqualTo(meeting.detail().getString("endedAt"));
        assertThat(types(meeting.host())).isEmpty();
    }

    @Test
    void aCancellationComesBesideAnInvitationThatWasRead() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        guest.put("/api/notification/read-all");

        meeting.cancelled();

        assertThat(types(guest)).containsExactly("meeting_cancelled", "meeting_invitation");
    }

    @Test
    void whoWasRemovedIsNotToldOfTheCancellation() {
        var guest = newUser();

        HostedMeeting.with(guest).removed(guest).cancelled();

        assertThat(types(guest)).isEmpty();
    }

    @Test
    void whoWasRemovedIsToldNothingOfTheMeetingAnyMore() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);
        guest.put("/api/notification/read-all");

        meeting.removed(guest);

        assertThat(all(guest)).isEmpty();
    }

    @Test
    void readingOneMarksItOnce() {
        var guest = newUser();
        HostedMeeting.with(guest);
        HostedMeeting.with(guest);
        var older = all(guest).get(1).getLong("id");

        var read = guest.put("/api/notification/" + older + "/read");
        var readAt = all(guest).get(1).getString("readAt");
        var again = guest.put("/api/notification/" + older + "/read");

        assertThat(read.status()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(204);
        assertThat(readAt).matches(WireFields.TIME);
        assertThat(all(guest).get(1).getString("readAt")).isEqualTo(readAt);
        assertThat(all(guest).get(0).getString("readAt")).isNull();
    }

    @Test
    void readingAllMarksTheCallersAlone() {
        var guest = newUser();
        var other = newUser();
        HostedMeeting.with(guest, other);
        HostedMeeting.with(guest, other);

        var read = guest.put("/api/notification/read-all");

        assertThat(read.status()).isEqualTo(204);
        assertThat(items(guest, "?unread=true")).isEmpty();
        assertThat(items(other, "?unread=true")).hasSize(2);
        assertThat(guest.put("/api/notification/read-all").status()).isEqualTo(204);
    }

    @Test
    void unreadOnesMayBeAskedForAlone() {
        var guest = newUser();
        HostedMeeting.with(guest);
        var unread = HostedMeeting.with(guest);
        guest.put("/api/notification/" + all(guest).get(1).getLong("id") + "/read");

        assertThat(items(guest, "?unread=true"))
                .extracting(item -> item.getLong("meetingId"))
                .containsExactly(unread.id());
        assertThat(items(guest, "?unread=false")).hasSize(2);
    }

    @Test
    void everyPageTellsHowManyAreUnreadInAll() {
        var guest = newUser();
        assertThat(guest.get(LIST).json().getLong("unreadCount")).isZero();
        for (int i = 0; i < 3; i++) {
            HostedMeeting.with(guest);
        }
        guest.put("/api/notification/" + all(guest).get(1).getLong("id") + "/read");

        for (var query : new String[] {"", "?limit=1", "?unread=true", "?cursor=1"}) {
            assertThat(guest.get(LIST + query).json().getLong("unreadCount"))
                    .as(query)
                    .isEqualTo(2);
        }
    }

    @Test
    void aTypeOfAnotherVersionIsListedAsItIs() {
        var guest = newUser();
        HostedMeeting.with(guest);
        SharedNode.get().execute("UPDATE notification SET type = 'of_tomorrow' WHERE user_id = ?", guest.id());

        assertThat(types(guest)).containsExactly("of_tomorrow");
    }

    @Test
    void nobodyReadsAnothersNotification() {
        var guest = newUser();
        HostedMeeting.with(guest);
        var id = all(guest).get(0).getLong("id");

        assertThat(newUser().put("/api/notification/" + id + "/read").status()).isEqualTo(404);
        assertThat(User.admin(SharedNode.get())
                        .put("/api/notification/" + id + "/read")
                        .status())
                .isEqualTo(404);
        assertThat(all(guest).get(0).getString("readAt")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "9223372036854775808", "999999999999"})
    void whatIsNoNotificationIsNotFound(String id) {
        assertThat(newUser().put("/api/notification/" + id + "/read").status()).isEqualTo(404);
    }

    @Test
    void pagesGoFromTheNewestOn() {
        var guest = newUser();
        var meetings = new ArrayList<Long>();
        for (int i = 0; i < 5; i++) {
            meetings.add(0, HostedMeeting.with(guest).id());
        }
        var seen = new ArrayList<Long>();
        var cursor = "";
        do {
            var page = guest.get(LIST + "?limit=2" + cursor).json();
            objects(page.getJsonArray("items")).forEach(item -> seen.add(item.getLong("meetingId")));
            HostedMeeting.with(guest);
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + segment(page.getString("nextCursor"));
        } while (cursor != null && seen.size() < 20);

        assertThat(seen).isEqualTo(meetings);
    }

    @Test
    void showsTheMeetingsPresentTitle() {
        var guest = newUser();
        var meeting = HostedMeeting.with(guest);

        meeting.host().put(meeting.path(), new JsonObject().put("title", "Renamed"));

        assertThat(all(guest).get(0).getString("title")).isEqualTo("Renamed");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=101, limit", "unread=maybe, unread", "cursor=x, cursor", "unread=, unread"})
    void aValueOutOfRangeIsNamed(String query, String field) {
        var refused = newUser().get(LIST + "?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.faultyFields()).containsExactly(field);
    }

    private static List<String> types(User user) {
        return all(user).stream().map(item -> item.getString("type")).toList();
    }

    private static List<JsonObject> all(User user) {
        return items(user, "");
    }

    private static List<JsonObject> items(User user, String query) {
        return objects(user.get(LIST + query).json().getJsonArray("items"));
    }
}
