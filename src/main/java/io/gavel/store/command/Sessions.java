package io.gavel.store.command;

import io.gavel.access.Entry;
import io.gavel.command.CommandOutcome;
import io.gavel.command.Seat;
import io.gavel.event.MeetingEvent;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.command.LiveSession.Media;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How devices come and go, and what of it the others are told: of people, not of devices. */
final class Sessions {
    private final MeetingState meeting;

    Sessions(MeetingState meeting) {
        this.meeting = meeting;
    }

    /** Problems: NOT_JOINED, MEETING_FULL. */
    CommandOutcome join(Person person, Seat seat, @Nullable UUID sessionId) {
        if (!person.isAdmitted()) {
            throw new Problem(Code.NOT_JOINED, "join the meeting by REST first");
        }
        requirePlace(person);
        var session = sessionFor(person, seat, sessionId);
        if (person.isInside()) {
            return CommandOutcome.joined(meeting.head(), session.id(), person.role());
        }
        meeting.enter(person);
        var joined = MeetingEvent.userJoinedMeeting(person.userId(), person.name(), person.role());
        return CommandOutcome.joined(meeting.add(joined, person.userId()), session.id(), person.role());
    }

    /** Whoever is inside keeps the place, however many devices. */
    private void requirePlace(Person person) {
        var most = meeting.facts().maxParticipants();
        if (most != null && !person.isInside()) {
            Entry.requireSeat(person.role(), most, meeting.placesTakenBesides(person));
        }
    }

    private LiveSession sessionFor(Person person, Seat seat, @Nullable UUID sessionId) {
        var present = person.sessionOn(seat.connectionId());
        if (present.isPresent() && present.get().holder().lostAt() == null) {
            return present.get();
        }
        var resumed = present.or(() -> Optional.ofNullable(sessionId).flatMap(person::session))
                .or(person::longestLost);
        if (resumed.isPresent()) {
            resumed.get().moveTo(seat);
            return resumed.get();
        }
        var begun = LiveSession.begun(UUID.randomUUID(), meeting.now(), seat);
        person.add(begun);
        return begun;
    }

    CommandOutcome leave(Person person, UUID connectionId) {
        return person.sessionOn(connectionId)
                .map(session -> CommandOutcome.done(
                        end(person, List.of(session), person.userId(), () -> session.leave(meeting.now()))))
                .orElse(CommandOutcome.done(null));
    }

    /** Ends those of this person's sessions that are due, each with its last proof of life. */
    void expire(Person person, Set<UUID> due) {
        var ending = person.live().stream()
                .filter(session -> due.contains(session.id()))
                .toList();
        if (!ending.isEmpty()) {
            end(person, ending, MeetingEvent.SYSTEM, () -> ending.forEach(session -> session.expire(meeting.now())));
        }
    }

    /** The last event that this added, or null. */
    private @Nullable Long end(Person person, List<LiveSession> ending, String actor, Runnable ends) {
        var before = person.shown();
        ends.run();
        var lastAt = ending.stream()
                .map(LiveSession::leftAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(meeting.now());
        if (!person.live().isEmpty()) {
            person.attendUntil(lastAt);
            return tellDifferences(person, before, actor);
        }
        meeting.exit(person, lastAt);
        return meeting.add(MeetingEvent.userLeftMeeting(person.userId(), person.name()), actor);
    }

    /** Has one device show something else; the last event that this added, or null. */
    @Nullable
    Long show(Person person, LiveSession session, Media media) {
        var before = person.shown();
        session.show(media);
        return tellDifferences(person, before, person.userId());
    }

    private @Nullable Long tellDifferences(Person person, Media before, String actor) {
        var userId = person.userId();
        var name = person.name();
        var after = person.shown();
        var headBefore = meeting.head();
        if (before.isMuted() != after.isMuted()) {
            meeting.add(MeetingEvent.userAudioStatus(userId, name, after.isMuted()), actor);
        }
        if (before.isVideoOn() != after.isVideoOn()) {
            meeting.add(MeetingEvent.userVideoStatus(userId, name, after.isVideoOn()), actor);
        }
        if (before.isSharingScreen() != after.isSharingScreen()) {
            meeting.add(
                    after.isSharingScreen()
                            ? MeetingEvent.userScreenShareStarted(userId, name)
                            : MeetingEvent.userScreenShareStopped(userId, name),
                    actor);
        }
        return meeting.head() == headBefore ? null : Long.valueOf(meeting.head());
    }
}
