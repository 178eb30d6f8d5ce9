package io.gavel.store.meeting;

import static io.gavel.store.StoreNode.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gavel.bus.Addresses;
import io.gavel.event.Topic;
import io.gavel.meeting.Meeting;
import io.gavel.meeting.MeetingRequests.FindMeeting;
import io.gavel.store.StoreNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A meeting and all that is made with it, and goes with it where somebody deletes it in the database. */
class MadeMeetingTest {
    private static final StoreNode NODE = StoreNode.start(StoreNode.database());

    /** All that speaks of the meeting %1$d, with its chat. */
    private static final List<String> ROWS = List.of(
            "meeting_stream WHERE meeting_id = %1$d",
            "meeting_participant WHERE meeting_id = %1$d",
            "notification WHERE meeting_id = %1$d",
            "conversation WHERE meeting_id = %1$d",
            "conversation_stream WHERE conversation_id IN (%2$d)",
            "conversation_member WHERE conversation_id IN (%2$d)",
            "conversation_event WHERE conversation_id IN (%2$d)",
            "message WHERE conversation_id IN (%2$d)");

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void whatIsAnsweredIsWhatIsFound() {
        var made = NODE.createMeeting(caller("hal"), "ann", "bob");

        var found = NODE.ask(Addresses.FIND_MEETING, new FindMeeting(caller("hal"), made.id()));

        assertThat(made).isEqualTo(found.meeting());
    }

    @Test
    void itsChatIsToldOfWithItsFirstMessage() {
        var made = NODE.createMeeting(caller("hal"), "ann");

        var chat = Topic.conversation(chatId(made));

        await().untilAsserted(() -> assertThat(NODE.committed)
                .filteredOn(one -> one.topic().equals(chat))
                .hasSize(1));
        assertThat(NODE.rows(
                        "SELECT s.seq = e.seq AND s.last_message_id = m.id FROM conversation_stream s"
                                + " JOIN conversation_event e USING (conversation_id) JOIN message m USING (conversation_id)"
                                + " WHERE s.conversation_id = ?",
                        chat.id()))
                .containsExactly("t");
    }

    @Test
    void allOfItGoesWithIt() {
        var made = NODE.createMeeting(caller("hal"), "ann", "bob");
        var kept = NODE.createMeeting(caller("hal"), "ann", "bob");

        NODE.execute("DELETE FROM meeting WHERE id = " + made.id());

        assertThat(count(made.id(), chatId(made))).containsOnly("0");
        assertThat(count(kept.id(), chatId(kept))).doesNotContain("0");
    }

    @Test
    void whoeverIsInOneCannotBeDeleted() {
        NODE.createMeeting(caller("hal"), "eve");

        assertThatThrownBy(() -> NODE.execute("DELETE FROM app_user WHERE id = 'eve'"))
                .hasStackTraceContaining("something refers to this user");
    }

    private static List<String> count(long meetingId, long chatId) {
        return ROWS.stream()
                .map(rows -> NODE.rows("SELECT count(*) FROM " + rows.formatted(meetingId, chatId))
                        .get(0))
                .toList();
    }

    private static long chatId(Meeting meeting) {
        return Objects.requireNonNull(meeting.chat().chatConversationId());
    }
}
