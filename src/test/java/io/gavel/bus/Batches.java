package io.gavel.bus;

import io.gavel.command.Command;
import io.gavel.command.CommandBatch;
import io.gavel.command.CommandOutcome;
import io.gavel.command.CommandOutcomes;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch with everything that a command can carry, and an answer to it. */
final class Batches {
    static final CommandBatch BATCH = new CommandBatch(
            Long.MAX_VALUE,
            UUID.randomUUID(),
            List.of(
                    command(CommandType.JOIN, null, null, null, UUID.randomUUID()),
                    command(CommandType.SET_AUDIO, "one \u00e9\ud83d\ude00", true, null, null),
                    command(CommandType.MUTE_USER, "two", null, "42", null)));
    static final CommandOutcomes OUTCOMES = new CommandOutcomes(List.of(
            CommandOutcome.joined(1L << 60, UUID.randomUUID(), Role.HOST),
            CommandOutcome.done(null),
            CommandOutcome.failed(Code.NOT_IN_MEETING)));

    private Batches() {}

    private static Command command(
            CommandType type,
            @Nullable String clientEventId,
            @Nullable Boolean on,
            @Nullable String target,
            @Nullable UUID session) {
        var seat = new Seat("node", UUID.randomUUID(), UUID.randomUUID());
        return new Command(type, "41", true, seat, clientEventId, on, target, session);
    }
}
