package io.gavel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.bus.ConversationAddresses;
import io.gavel.conversation.ConversationRequests.ListConversations;
import io.gavel.identity.Caller;
import io.gavel.meeting.MeetingFilter;
import io.gavel.meeting.MeetingRequests.ListMeetings;
import io.gavel.meeting.MeetingStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody asks who is in very many meetings, read from no more rows than for anybody else. */
class RowsReadTest {
    private static final Caller BUSY = StoreNode.caller("busy");
    private static final int MEETINGS = 2000;
    private static final int MOST_ROWS = 100;

    private static StoreNode node;

    @BeforeAll
    static void start() {
        var database = StoreNode.database();
        node = StoreNode.start(database);
        var filled = node.createMeeting(BUSY).id();
        node.execute(
                "INSERT INTO app_user (id, name) SELECT 'user-' || n, 'User' FROM generate_series(1, ?) n", MEETINGS);
        node.execute("""
                WITH made AS (
                    INSERT INTO meeting (title, title_folded, room_name, status, host_user_id, scheduled_at,
                        duration_minutes, time_zone, started_at, ended_at, recording_enabled, created_at)
                    SELECT m.title, m.title_folded, m.room_name || n, 'Completed', 'user-' || n, m.scheduled_at - interval '1 day',
                        m.duration_minutes, m.time_zone, m.created_at, m.created_at, false, m.created_at
                    FROM meeting m, generate_series(1, ?) n WHERE m.id = ?
                    RETURNING *
                ), streams AS (
                    INSERT INTO meeting_stream (meeting_id) SELECT id FROM made
                ), people AS (
                    INSERT INTO meeting_participant (meeting_id, user_id, role, scheduled_at, invited_at, is_over)
                    SELECT made.id, p.id, 'Participant', made.scheduled_at, made.created_at, true
                    FROM made, LATERAL (VALUES ('busy'), (made.host_user_id)) p(id)
                ), chats AS (
                    INSERT INTO conversation (kind, meeting_id, created_at) SELECT 'meeting', id, created_at FROM made
                    RETURNING id, created_at
                ), chat_streams AS (
                    INSERT INTO conversation_stream (conversation_id, active_at) SELECT id, created_at FROM chats
                )
                INSERT INTO conversation_member (conversation_id, user_id, joined_at) SELECT id, 'busy', created_at FROM chats
                """, MEETINGS, filled);
        node.execute("ANALYZE");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aJoin() {
        var meeting = node.createMeeting(BUSY);

        var read = rowsRead(
                "meeting_stream_pkey",
                () -> node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(BUSY, meeting.id(), null)));

        assertThat(read).allSatisfy((index, rows) -> assertThat(rows).as(index).isLessThan(MOST_ROWS));
    }

    @Test
    void aListOfWhatIsNotOver() {
        var open = new MeetingFilter(
                Set.of(MeetingStatus.SCHEDULED, MeetingStatus.IN_PROGRESS),
                null,
                null,
                null,
                null,
                null,
                false,
                20,
                null);

        var read = rowsRead("app_user_pkey", () -> node.ask(Addresses.LIST_MEETINGS, new ListMeetings(BUSY, open)));

        assertThat(read).allSatisfy((index, rows) -> assertThat(rows).as(index).isLessThan(MOST_ROWS));
    }

    /** The memberships themselves have to be ordered: the rest is read of those that are on the page. */
    @Test
    void aListOfChats() {
        var read = rowsRead(
                "conversation_member_user",
                () -> node.ask(ConversationAddresses.LIST_CONVERSATIONS, new ListConversations(BUSY, 20, null)));

        assertThat(read.getOrDefault("conversation_pkey", 0L)).isLessThan(MOST_ROWS);
    }

    /**
     * How many entries of each index a call reads. PostgreSQL's processes tell it now and then, so that the call is made until
     * one has.
     *
     * @param surely an index that each call goes to
     */
    private static Map<String, Long> rowsRead(String surely, Runnable call) {
        var before = counts();
        var calls = new AtomicInteger();
        await().until(() -> {
            call.run();
            calls.incrementAndGet();
            return of(counts(), surely).scans() > of(before, surely).scans();
        });
        var after = counts();
        return after.keySet().stream()
                .collect(Collectors.toMap(
                        index -> index,
                        index -> (of(after, index).rows() - of(before, index).rows()) / calls.get()));
    }

    private static Count of(Map<String, Count> counts, String index) {
        return counts.getOrDefault(index, new Count(0, 0));
    }

    private static Map<String, Count> counts() {
        return node.rows("SELECT indexrelname, idx_scan, idx_tup_read FROM pg_stat_user_indexes").stream()
                .map(row -> row.split("\\|", -1))
                .collect(Collectors.toMap(
                        row -> row[0].strip(),
                        row -> new Count(Long.parseLong(row[1].strip()), Long.parseLong(row[2].strip()))));
    }

    private record Count(long scans, long rows) {}
}
