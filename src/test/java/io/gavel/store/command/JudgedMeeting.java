package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.MeetingStatus;
import io.gavel.meeting.Role;
import io.gavel.store.command.LiveSession.Holder;
import io.gavel.store.command.LiveSession.Media;
import io.gavel.store.command.MeetingState.Counts;
import io.gavel.store.command.MeetingState.Facts;
import io.gavel.store.command.Person.Member;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A meeting in memory and the commands that it gets; its stream is at 10. Each user is known by name. */
final class JudgedMeeting {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Instant EARLIER = NOW.minusSeconds(60);
    static final UUID INCARNATION = UUID.randomUUID();
    static final Media QUIET = new Media(true, false, false);

    final MeetingState state;
    private final Judge judge;

    private JudgedMeeting(MeetingState state) {
        this.state = state;
        this.judge = new Judge(state);
    }

    static Setup with(Person... people) {
        return new Setup(people);
    }

    /** Was let in by REST, has no device here. */
    static Person admitted(String userId, Role role) {
        return person(userId, role, true, true);
    }

    static Person invited(String userId, Role role) {
        return person(userId, role, false, false);
    }

    /** Inside for a minute, with these devices. */
    static Person inside(String userId, Role role, LiveSession... sessions) {
        return new Person(new Member(userId, name(userId), role, true, false), EARLIER, null, null, List.of(sessions));
    }

    private static Person person(String userId, Role role, boolean isAdmitted, boolean isExpected) {
        return new Person(new Member(userId, name(userId), role, isAdmitted, isExpected), null, null, null, List.of());
    }

    private static String name(String userId) {
        return "Ms " + userId;
    }

    static Seat seat() {
        return new Seat("node", INCARNATION, UUID.randomUUID());
    }

    static LiveSession device(Seat seat, Media media) {
        return LiveSession.stored(UUID.randomUUID(), EARLIER, Holder.of(seat), media, true);
    }

    /** Its connection is gone since these seconds, its last frame came a second earlier. */
    static LiveSession lostDevice(long secondsAgo, Media media) {
        var lostAt = NOW.minusSeconds(secondsAgo);
        var holder = new Holder("gone", UUID.randomUUID(), null, lostAt, lostAt.minusSeconds(1));
        return LiveSession.stored(UUID.randomUUID(), EARLIER, holder, media, false);
    }

    CommandOutcome send(String userId, Seat seat, CommandType type) {
        return judge.decide(command(userId, seat, type, null, null, null));
    }

    CommandOutcome join(String userId, Seat seat, @Nullable UUID sessionId) {
        return judge.decide(command(userId, seat, CommandType.JOIN, null, null, sessionId));
    }

    CommandOutcome set(String userId, Seat seat, CommandType type, boolean on) {
        return judge.decide(command(userId, seat, type, on, null, null));
    }

    CommandOutcome towards(String userId, Seat seat, CommandType type, String targetUserId) {
        return judge.decide(command(userId, seat, type, null, targetUserId, null));
    }

    CommandOutcome sendAsAdmin(String userId, CommandType type) {
        return judge.decide(new Command(type, userId, true, seat(), null, null, null, null));
    }

    private static Command command(
            String userId,
            Seat seat,
            CommandType type,
            @Nullable Boolean on,
            @Nullable String target,
            @Nullable UUID sessionId) {
        return new Command(type, userId, false, seat, null, on, target, sessionId);
    }

    Person person(String userId) {
        return state.member(userId).orElseThrow();
    }

    /** Each one as its type and the values of its payload. */
    List<String> events() {
        return state.additions().stream()
                .map(added ->
                        added.event().type() + " " + added.event().payload().values())
                .toList();
    }

    /** What differs from a meeting in progress without a limit and with recording. */
    static final class Setup {
        private final Person[] people;
        private MeetingStatus status = MeetingStatus.IN_PROGRESS;
        private boolean recordingEnabled = true;
        private @Nullable Integer most;
        private Counts counts = new Counts(0, 0);

        private Setup(Person... people) {
            this.people = people;
        }

        Setup status(MeetingStatus is) {
            status = is;
            return this;
        }

        Setup withoutRecording() {
            recordingEnabled = false;
            return this;
        }

        Setup places(int limit, long taken) {
            most = limit;
            counts = new Counts(taken, 0);
            return this;
        }

        Setup handsUp(int hands) {
            counts = new Counts(0, hands);
            return this;
        }

        JudgedMeeting open() {
            var facts = new Facts(7, status, recordingEnabled, most, UUID.randomUUID(), 10, NOW);
            Map<String, Person> byId = new LinkedHashMap<>();
            for (var person : people) {
                byId.put(person.userId(), person);
            }
            return new JudgedMeeting(new MeetingState(facts, null, counts, byId.values()));
        }
    }
}
