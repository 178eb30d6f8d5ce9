package io.gavel.store.notification;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.gavel.bus.Addresses;
import io.gavel.json.WireJson;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingRequests.CancelMeeting;
import io.gavel.notification.NotificationRequests.ReadNotification;
import io.gavel.notification.PersonalRequests.Personal;
import io.gavel.notification.PersonalRequests.ReadRecent;
import io.gavel.notification.PersonalRequests.Recent;
import io.gavel.store.StoreNode;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PersonalReadsTest {
    private static final StoreNode NODE = StoreNode.start(StoreNode.database());

    private final String ann = "ann-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();
    private final Meeting meeting = NODE.createMeeting(caller("host"), ann, bob);

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void anInvitationIsTheEventOfThatName() {
        var one = recent(0, ann).items().get(0);

        assertThat(one.userId()).isEqualTo(ann);
        assertThat(one.json())
                .isEqualTo(
                        "{\"event\":\"meeting_invitation\",\"at\":\"%s\",\"meetingId\":%d,\"hostName\":\"Name of host\","
                                        .formatted(WireJson.time(one.at()), meeting.id())
                                + "\"title\":\"Interview\",\"scheduledAt\":\"%s\",\"notificationId\":%d}"
                                        .formatted(WireJson.time(meeting.scheduledAt()), one.id()));
    }

    @Test
    void aCancellationIsTheEventOfThatName() {
        NODE.ask(Addresses.CANCEL_MEETING, new CancelMeeting(caller("host"), meeting.id(), "ill"));

        var one = recent(0, ann).items().get(1);

        assertThat(one.json())
                .isEqualTo("{\"event\":\"meeting_cancelled\",\"at\":\"%s\",\"meetingId\":%d,\"title\":\"Interview\","
                                .formatted(WireJson.time(one.at()), meeting.id())
                        + "\"notificationId\":%d}".formatted(one.id()));
    }

    @Test
    void anyOtherIsANotificationWithAllItsFields() {
        NODE.execute("UPDATE notification SET type = 'of_tomorrow', read_at = created_at WHERE user_id = ?", ann);

        var one = recent(0, ann).items().get(0);

        var at = WireJson.time(one.at());
        assertThat(one.json())
                .isEqualTo("{\"event\":\"notification\",\"at\":\"%s\",\"meetingId\":%d,\"conversationId\":null,"
                                .formatted(at, meeting.id())
                        + "\"notificationId\":%d,".formatted(one.id())
                        + "\"type\":\"of_tomorrow\",\"title\":\"Interview\",\"hostName\":\"Name of host\","
                        + "\"createdAt\":\"%s\",\"readAt\":\"%s\"}".formatted(at, at));
    }

    @Test
    void onlyTheNewOnesOfTheseUsersAreReadOldestFirst() {
        var first = recent(0, ann, bob).items();
        NODE.createMeeting(caller("host"), bob);
        NODE.createMeeting(caller("host"), "somebody else");

        var all = recent(0, bob, ann);
        var later = recent(first.get(1).id(), bob, ann);

        assertThat(first).extracting(Personal::userId).containsExactlyInAnyOrder(ann, bob);
        assertThat(all.items()).hasSize(3).extracting(Personal::id).isSorted();
        assertThat(later.items()).extracting(Personal::userId).containsExactly(bob);
        assertThat(later.newestId())
                .isEqualTo(Long.parseLong(
                        NODE.rows("SELECT max(id) FROM notification").get(0)))
                .isGreaterThan(later.items().get(0).id());
    }

    @Test
    void whereNothingIsNewTheNewestIdIsToldAllTheSame() {
        var newest = recent(0, ann).newestId();

        assertThat(recent(newest, ann, bob)).isEqualTo(new Recent(List.of(), newest));
        assertThat(recent(0)).isEqualTo(new Recent(List.of(), newest));
    }

    @Test
    void oneReadTakesAThousand() {
        NODE.execute(
                "INSERT INTO notification (user_id, type, meeting_id, created_at, read_at)"
                        + " SELECT ?, 'meeting_invitation', ?, now_ms(), now_ms() FROM generate_series(1, 1100)",
                ann,
                meeting.id());

        assertThat(recent(0, ann).items()).hasSize(1000);
    }

    @Test
    void whatIsUnreadNoLongerIsToldInItsOrderAmongTheOthers() {
        var invitation = recent(0, ann).items().get(0);
        NODE.ask(Addresses.READ_NOTIFICATION, new ReadNotification(caller(ann), invitation.id()));
        NODE.createMeeting(caller("host"), ann);

        var all = recent(0, ann);

        assertThat(all.items())
                .extracting(one -> new JsonObject(one.json()).getString("event"))
                .containsExactly("meeting_invitation", "notification_read", "meeting_invitation");
        var read = all.items().get(1);
        assertThat(read.userId()).isEqualTo(ann);
        assertThat(read.json())
                .isEqualTo("{\"event\":\"notification_read\",\"at\":\"%s\",\"notificationId\":%d}"
                        .formatted(WireJson.time(read.at()), invitation.id()));
        assertThat(recent(0, bob).items()).hasSize(1);
    }

    @Test
    void theNewestIdMayBeThatOfAReading() {
        var invitation = recent(0, ann).items().get(0);
        NODE.ask(Addresses.READ_NOTIFICATION, new ReadNotification(caller(ann), invitation.id()));

        var all = recent(0, ann);

        assertThat(all.newestId()).isEqualTo(all.items().get(1).id());
    }

    @Test
    void longListsOfBothAreReadInOneOrder() {
        NODE.execute(
                "INSERT INTO notification (user_id, type, meeting_id, created_at, read_at)"
                        + " SELECT ?, 'meeting_invitation', ?, now_ms(), now_ms() FROM generate_series(1, 700)",
                ann,
                meeting.id());
        NODE.execute(
                "INSERT INTO notification_read (user_id, notification_id) SELECT ?, n FROM generate_series(1, 700) n",
                ann);

        var first = recent(0, ann).items();
        var rest = recent(first.get(999).id(), ann).items();

        assertThat(first).hasSize(1000).extracting(Personal::id).isSorted();
        assertThat(rest).hasSize(1 + 1400 - 1000).extracting(Personal::id).isSorted();
    }

    private static Recent recent(long after, String... users) {
        return NODE.ask(Addresses.READ_RECENT_NOTIFICATIONS, new ReadRecent(List.of(users), after));
    }
}
