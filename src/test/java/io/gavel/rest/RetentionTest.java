package io.gavel.rest;

import static io.gavel.rest.HostedMeeting.newUser;
import static io.gavel.rest.MeetingView.notifications;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.RunningNode;
import io.gavel.SharedNode;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A node that forgets early sweeps the database of the shared one every second; times are moved back. */
class RetentionTest {
    private static final RunningNode NODE = RunningNode.startOn(
            SharedNode.get().database(),
            "GAVEL_SWEEP_SECONDS",
            "1",
            "GAVEL_NOTIFICATION_DAYS",
            "60",
            "GAVEL_MESSAGE_DAYS",
            "30");

    private final User host = newUser();
    private final User guest = newUser();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void notificationsThatWereReadLongAgoAreForgotten() {
        var young = HostedMeeting.with(guest);
        HostedMeeting.with(guest);
        HostedMeeting.with(guest);
        guest.put("/api/notification/read-all");
        var unread = HostedMeeting.with(guest);
        SharedNode.get()
                .execute(
                        "UPDATE notification SET created_at = created_at - interval '99 days', read_at = read_at -"
                                + " CASE meeting_id WHEN ? THEN interval '59 days' ELSE interval '61 days' END"
                                + " WHERE user_id = ?",
                        young.id(),
                        guest.id());
        SharedNode.get()
                .execute(
                        "UPDATE notification_read SET at = at - interval '1 day'"
                                + " WHERE id = (SELECT min(id) FROM notification_read WHERE user_id = ?)",
                        guest.id());

        soon(() -> assertThat(count("notification WHERE user_id = ?", guest)).isEqualTo(2));
        soon(() ->
                assertThat(count("notification_read WHERE user_id = ?", guest)).isEqualTo(2));
        assertThat(notifications(guest, unread.path())).hasSize(1);
    }

    @Test
    void oldMessagesAreForgottenWithTheEventsUpToThem() {
        var talk = "/api/conversation/" + HostedMeeting.conversation(host, guest);
        for (int i = 1; i <= 110; i++) {
            host.post(talk + "/messages", new JsonObject().put("text", "Message " + i));
        }
        SharedNode.get()
                .execute(
                        "UPDATE message SET created_at = created_at - interval '31 days' WHERE conversation_id = ?"
                                + " AND text <> 'Message 110'",
                        MeetingView.id(talk));

        soon(() -> assertThat(guest.get(talk + "/messages?limit=100").json().getJsonArray("items"))
                .extracting(message -> ((JsonObject) message).getString("text"))
                .containsExactly("Message 110"));

        var head = guest.get(talk).json().getLong("seq");
        var before = guest.get(talk + "/events?after=" + (head - 2)).json();
        var after = guest.get(talk + "/events?after=" + (head - 1)).json();
        assertThat(before.getBoolean("reset")).isTrue();
        assertThat(after.getBoolean("reset")).isFalse();
        assertThat(after.getJsonArray("items")).hasSize(1);
        assertThat(guest.get(talk).json().getJsonObject("lastMessage").getString("text"))
                .isEqualTo("Message 110");
    }

    @Test
    void aConversationOfWhichAllIsForgottenGoesOn() {
        var talk = "/api/conversation/" + HostedMeeting.conversation(host, guest);
        host.post(talk + "/messages", new JsonObject().put("text", "Old"));
        SharedNode.get()
                .execute(
                        "UPDATE message SET created_at = created_at - interval '31 days' WHERE conversation_id = ?",
                        MeetingView.id(talk));

        soon(() -> assertThat(guest.get(talk).json().getValue("lastMessage")).isNull());
        host.post(talk + "/messages", new JsonObject().put("text", "New"));

        assertThat(guest.get(talk).json().getLong("unread")).isEqualTo(1);
        assertThat(guest.get(talk).json().getJsonObject("lastMessage").getString("text"))
                .isEqualTo("New");
    }

    private static long count(String rows, User user) {
        return Long.parseLong(SharedNode.get().value("SELECT count(*) FROM " + rows, user.id()));
    }

    private static void soon(Runnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion::run);
    }
}
