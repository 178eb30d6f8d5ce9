package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Code;
import io.gavel.store.command.AnswerRows.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Hears the batches of one transaction in their order. What was answered before is answered again, before anything else is
 * looked at; what comes from a node without a lease is refused, for its sessions may have been ended.
 */
final class Hearing {
    private final Known known;
    private final Map<Long, MeetingState> meetings;
    private final List<Heard> heard = new ArrayList<>();

    /**
     * Nothing is heard yet.
     *
     * @param meetings those that exist
     */
    Hearing(Known known, Map<Long, MeetingState> meetings) {
        this.known = known;
        this.meetings = meetings;
    }

    /** Changes the meeting, which is locked. */
    List<CommandOutcomes> hear(Docket docket) {
        var meeting = meeting(docket).orElseThrow();
        var first = answered(docket);
        heard.add(new Heard(meeting, first));
        return hear(docket, first, new Judge(meeting)::decide);
    }

    /** Nobody who asks is a member: nothing can change. */
    List<CommandOutcomes> refuse(Docket docket) {
        var exists = meeting(docket).isPresent();
        return hear(
                docket,
                answered(docket),
                command -> CommandOutcome.failed(exists && command.admin() ? Code.FORBIDDEN : Code.NOT_FOUND));
    }

    /** The meetings that were changed, perhaps, and what was answered there. */
    List<Heard> heard() {
        return heard;
    }

    private Optional<MeetingState> meeting(Docket docket) {
        return Optional.ofNullable(meetings.get(docket.meetingId()));
    }

    private Answered answered(Docket docket) {
        return known.answered().getOrDefault(docket.meetingId(), Answered.nothing());
    }

    private List<CommandOutcomes> hear(Docket docket, Answered first, Function<Command, CommandOutcome> judge) {
        return docket.batches().stream().map(batch -> hear(batch, first, judge)).toList();
    }

    private CommandOutcomes hear(CommandBatch batch, Answered first, Function<Command, CommandOutcome> judge) {
        return first.find(batch.forwardId()).orElseGet(() -> {
            var outcomes = new CommandOutcomes(batch.commands().stream()
                    .map(command -> hear(command, first, judge))
                    .toList());
            first.keep(batch.forwardId(), outcomes);
            return outcomes;
        });
    }

    private CommandOutcome hear(Command command, Answered first, Function<Command, CommandOutcome> judge) {
        return first.find(command).orElseGet(() -> {
            if (known.gone().contains(Lease.of(command))) {
                return CommandOutcome.failed(Code.UNAVAILABLE);
            }
            var outcome = judge.apply(command);
            first.keep(command, outcome);
            return outcome;
        });
    }

    /** A meeting as the commands have made it, with what they were answered. */
    record Heard(MeetingState meeting, Answered answered) {}

    /** A node's life in the cluster. */
    record Lease(String nodeId, UUID incarnation) {
        static Lease of(Command command) {
            return new Lease(command.seat().nodeId(), command.seat().incarnation());
        }
    }
}
