package io.gavel.store.jitsi;

import io.gavel.access.AccessRequests.AdmitCaller;
import io.gavel.bus.Addresses;
import io.gavel.bus.JitsiAddresses;
import io.gavel.identity.Caller;
import io.gavel.jitsi.RoomChange.Joined;
import io.gavel.jitsi.RoomChange.Occupant;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomName;
import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTask.Kind;
import io.gavel.jitsi.RoomTask.Outcome;
import io.gavel.jitsi.RoomTaskRequests.NextTry;
import io.gavel.jitsi.RoomTaskRequests.TakeTasks;
import io.gavel.jitsi.RoomTaskRequests.TaskTried;
import io.gavel.meeting.MeetingRequests.EndMeeting;
import io.gavel.meeting.MeetingRequests.LeaveMeeting;
import io.gavel.store.StoreNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A meeting that has run, and what is to be done in its room. */
record WorkedMeeting(StoreNode node, long id, String room, Caller host) {
    static final String GUEST = "guest";

    /** The Host has joined and left; one guest is invited. */
    static WorkedMeeting started(StoreNode node) {
        var host = StoreNode.caller("host");
        var meeting = node.createMeeting(host, GUEST);
        node.ask(Addresses.ADMIT_CALLER, new AdmitCaller(host, meeting.id(), null));
        node.ask(Addresses.LEAVE_MEETING, new LeaveMeeting(host, meeting.id()));
        return new WorkedMeeting(
                node,
                meeting.id(),
                RoomName.of(meeting.roomName()).orElseThrow().folded(),
                host);
    }

    static WorkedMeeting ended(StoreNode node) {
        var meeting = started(node);
        meeting.end();
        return meeting;
    }

    void end() {
        node.ask(Addresses.END_MEETING, new EndMeeting(host, id));
    }

    /** Jitsi tells that somebody came in now. */
    void join(String device) {
        join(device, room);
    }

    void join(String device, String where) {
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var occupant = new Occupant(device + "@meet.test/r", device, GUEST, null, null);
        node.ask(
                JitsiAddresses.TELL_ROOM_EVENT,
                new RoomEvent(
                        "event_sync",
                        UUID.randomUUID().toString(),
                        "joined",
                        RoomName.of(where).orElseThrow(),
                        at,
                        new Joined(occupant),
                        "{}"));
    }

    /** What there is to do of this kind for this meeting, if it can be taken now. */
    Optional<RoomTask> take(Kind kind) {
        return node.ask(JitsiAddresses.TAKE_ROOM_TASKS, new TakeTasks(Set.of(kind))).tasks().stream()
                .filter(task -> task.meetingId() == id)
                .findFirst();
    }

    RoomTask taken(Kind kind) {
        return take(kind).orElseThrow(() -> new AssertionError("there is nothing to " + kind.wire()));
    }

    /** Where Jitsi asks before rooms come about. */
    NextTry tried(RoomTask task, Outcome outcome, String server) {
        return tried(task, outcome, server, Duration.ZERO);
    }

    NextTry tried(RoomTask task, Outcome outcome, String server, Duration entrance) {
        return node.ask(JitsiAddresses.ROOM_TASK_TRIED, new TaskTried(task, outcome, server, entrance));
    }

    /** A look that takes place now, an hour after the one before it. */
    NextTry look(Outcome outcome, String server) {
        pass(Duration.ofHours(1).plusMinutes(1));
        return tried(taken(Kind.OBSERVE), outcome, server);
    }

    /** Everything that was, was that much longer ago. */
    void pass(Duration time) {
        var seconds = (double) time.toSeconds();
        shift("meeting", "id", seconds, "scheduled_at", "started_at", "ended_at", "rooms_due_at");
        shift("meeting_participant", "meeting_id", seconds, "first_joined_at", "last_joined_at", "last_left_at");
        shift("jitsi_occupant", "meeting_id", seconds, "joined_at", "left_at", "changed_at");
        shift("jitsi_reservation", "meeting_id", seconds, "reserved_at", "asked_at", "gone_at");
        shift("jitsi_event", "meeting_id", seconds, "occurred_at", "received_at");
        shift(
                "jitsi_control",
                "meeting_id",
                seconds,
                "begun_at",
                "taken_at",
                "due_at",
                "done_at",
                "seen_at",
                "absent_at",
                "empty_at");
    }

    private void shift(String table, String key, double seconds, String... columns) {
        var changes = new StringBuilder();
        for (var column : columns) {
            changes.append(changes.isEmpty() ? "" : ", ")
                    .append(column + " = " + column + " - make_interval(secs => " + seconds + ")");
        }
        node.execute("UPDATE " + table + " SET " + changes + " WHERE " + key + " = ?", id);
    }

    void reserve() {
        node.execute(
                "INSERT INTO jitsi_reservation (id, meeting_id, room, mail_owner, reserved_at, reserved_by, asked_at)"
                        + " VALUES (gen_random_uuid(), ?, ?, 'x@meet.test', now_ms(), 'test', now_ms())",
                id,
                room);
    }

    boolean isReserved() {
        return !node.rows("SELECT id FROM jitsi_reservation WHERE meeting_id = ? AND gone_at IS NULL", id)
                .isEmpty();
    }

    int inside() {
        return node.rows("SELECT occupant FROM jitsi_occupant WHERE meeting_id = ? AND left_at IS NULL", id)
                .size();
    }

    /** Whether anybody still has to see to the rooms of a meeting that is over. */
    boolean isMarked() {
        return !node.rows("SELECT id FROM meeting WHERE id = ? AND rooms_due_at IS NOT NULL", id)
                .isEmpty();
    }
}
