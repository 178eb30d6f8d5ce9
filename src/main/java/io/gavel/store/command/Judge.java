package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandType;
import io.gavel.event.MeetingEvent;
import io.gavel.meeting.Lifecycle;
import io.gavel.meeting.Role;
import io.gavel.meeting.Visibility;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.gavel.store.command.MeetingState.Recording;
import org.jspecify.annotations.Nullable;

/** Decides commands one by one, each on what those before it have made of the meeting. */
final class Judge {
    private final MeetingState meeting;
    private final Sessions sessions;

    Judge(MeetingState meeting) {
        this.meeting = meeting;
        this.sessions = new Sessions(meeting);
    }

    /** What is refused has changed nothing: all checks of a command come before its first change. */
    CommandOutcome decide(Command command) {
        try {
            return judge(command);
        } catch (Problem problem) {
            return CommandOutcome.failed(problem.code());
        }
    }

    private CommandOutcome judge(Command command) {
        var found = meeting.member(command.userId());
        Visibility.requireMember(found.map(Person::role).orElse(null), command.admin());
        var person = found.orElseThrow(Problem::notFound);
        var seat = command.seat();
        var status = meeting.facts().status();
        if (command.type() == CommandType.LEAVE) {
            return status.isOver() ? CommandOutcome.done(null) : sessions.leave(person, seat.connectionId());
        }
        if (status.isOver()) {
            throw Lifecycle.gone(status);
        }
        if (command.type() == CommandType.JOIN) {
            return sessions.join(person, seat, command.sessionId());
        }
        var session = person.sessionOn(seat.connectionId()).orElseThrow(Judge::notInMeeting);
        return CommandOutcome.done(inside(command, person, session));
    }

    /** Whoever asks is inside. The last event that the command added, or null. */
    private @Nullable Long inside(Command command, Person person, LiveSession session) {
        var media = session.media();
        return switch (command.type()) {
            case SET_AUDIO -> sessions.show(person, session, media.muted(isOn(command)));
            case SET_VIDEO -> sessions.show(person, session, media.video(isOn(command)));
            case START_SCREEN_SHARE -> sessions.show(person, session, media.sharing(true));
            case STOP_SCREEN_SHARE -> sessions.show(person, session, media.sharing(false));
            case START_RECORDING -> startRecording(person);
            case STOP_RECORDING -> stopRecording(person);
            case RAISE_HAND -> person.isHandRaised() ? null : Long.valueOf(meeting.raiseHand(person));
            case LOWER_HAND -> lowerHand(person, command.targetUserId());
            case MUTE_ALL -> muteAll(person);
            case MUTE_USER -> mute(person, command.targetUserId());
            case JOIN, LEAVE -> throw new IllegalArgumentException(command.type() + " needs no session");
        };
    }

    private static boolean isOn(Command command) {
        return Boolean.TRUE.equals(command.on());
    }

    private long startRecording(Person person) {
        requireRecording(person);
        if (meeting.recording() != null) {
            throw new Problem(Code.ALREADY_RECORDING, "a recording runs already");
        }
        meeting.record(new Recording(person.userId(), meeting.now()));
        return meeting.add(MeetingEvent.recordingStarted(person.userId()), person.userId());
    }

    private long stopRecording(Person person) {
        requireRecording(person);
        if (meeting.recording() == null) {
            throw new Problem(Code.NOT_RECORDING, "no recording runs");
        }
        meeting.record(null);
        return meeting.add(MeetingEvent.recordingStopped(person.userId()), person.userId());
    }

    private void requireRecording(Person person) {
        requireModerating(person);
        if (!meeting.facts().recordingEnabled()) {
            throw new Problem(Code.RECORDING_DISABLED, "this meeting is not recorded");
        }
    }

    private @Nullable Long lowerHand(Person person, @Nullable String targetUserId) {
        var target = person;
        if (targetUserId != null && !targetUserId.equals(person.userId())) {
            requireModerating(person);
            target = meeting.member(targetUserId).filter(Person::isInside).orElseThrow(Judge::notInMeeting);
        }
        return target.isHandRaised() ? Long.valueOf(meeting.lowerHand(target, person.userId())) : null;
    }

    private long muteAll(Person person) {
        requireModerating(person);
        return meeting.add(MeetingEvent.muteRequested(null, person.userId()), person.userId());
    }

    /** What a Moderator may not do to whom is judged before whether that one is inside. */
    private long mute(Person person, @Nullable String targetUserId) {
        requireModerating(person);
        var target = meeting.member(targetUserId == null ? "" : targetUserId).orElseThrow(Judge::notInMeeting);
        if (person.role() == Role.MODERATOR && target.role().moderates()) {
            throw new Problem(Code.FORBIDDEN, "a Moderator does not mute the Host or Moderators");
        }
        if (!target.isInside()) {
            throw notInMeeting();
        }
        return meeting.add(MeetingEvent.muteRequested(target.userId(), person.userId()), person.userId());
    }

    private static void requireModerating(Person person) {
        Visibility.requireModerating(person.role(), false);
    }

    private static Problem notInMeeting() {
        return new Problem(Code.NOT_IN_MEETING, "there is no session here");
    }
}
