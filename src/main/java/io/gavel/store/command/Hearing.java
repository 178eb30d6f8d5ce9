package io.gavel.store.command;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.problem.Code;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Hears the batches of one transaction in their order. What was answered before is answered again, before anything else is
 * looked at; what comes from a node without a lease is refused, for its sessions may have been ended.
 */
final class Hearing {
    private final Answered answered;
    private final Set<Lease> leases;
    private final Function<Command, CommandOutcome> judge;

    /** @param leases those that are alive among the seats' */
    Hearing(Function<Command, CommandOutcome> judge, Answered answered, Set<Lease> leases) {
        this.judge = judge;
        this.answered = answered;
        this.leases = leases;
    }

    List<CommandOutcomes> hear(List<CommandBatch> batches) {
        return batches.stream().map(this::hear).toList();
    }

    private CommandOutcomes hear(CommandBatch batch) {
        return answered.find(batch.forwardId()).orElseGet(() -> {
            var outcomes = new CommandOutcomes(
                    batch.commands().stream().map(this::hear).toList());
            answered.keep(batch.forwardId(), outcomes);
            return outcomes;
        });
    }

    private CommandOutcome hear(Command command) {
        return answered.find(command).orElseGet(() -> {
            if (!leases.contains(Lease.of(command))) {
                return CommandOutcome.failed(Code.UNAVAILABLE);
            }
            var outcome = judge.apply(command);
            answered.keep(command, outcome);
            return outcome;
        });
    }

    /** A node's life in the cluster. */
    record Lease(String nodeId, UUID incarnation) {
        static Lease of(Command command) {
            return new Lease(command.seat().nodeId(), command.seat().incarnation());
        }
    }
}
