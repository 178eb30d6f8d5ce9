package io.gavel.command;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Commands of one meeting in their order, applied in one transaction.
 *
 * @param forwardId names a batch that goes to another node; whoever applies it keeps all its outcomes under this id, so that
 *     a batch which is applied elsewhere after a time-out takes effect once
 */
public record CommandBatch(long meetingId, @Nullable UUID forwardId, List<Command> commands) {
    /** As many commands as one transaction takes. */
    public static final int MOST = 64;

    public CommandBatch {
        commands = List.copyOf(commands);
    }
}
