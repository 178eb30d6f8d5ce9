package io.gavel.bridge.frame;

import io.gavel.command.Command;
import io.gavel.command.CommandType;
import io.gavel.command.Seat;
import io.gavel.identity.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a browser asks of a meeting, read from a command's body. */
public sealed interface Request {
    long meetingId();

    /**
     * Asks for a change; a JOIN also for what happened meanwhile. What a type has no use for is null.
     *
     * @param on see {@link Command}
     * @param afterSeq the last event that a JOIN's browser knows; from 0 to the highest long there is
     * @param epoch of the stream that it knows it from
     */
    record Change(
            long meetingId,
            CommandType type,
            @Nullable String clientEventId,
            @Nullable Boolean on,
            @Nullable String targetUserId,
            @Nullable UUID sessionId,
            @Nullable Long afterSeq,
            @Nullable String epoch)
            implements Request {
        /** The command of this caller on that seat. */
        public Command command(Caller caller, Seat seat) {
            return new Command(type, caller.userId(), caller.admin(), seat, clientEventId, on, targetUserId, sessionId);
        }
    }

    /**
     * Asks for the events after one.
     *
     * @param afterSeq from 0 to the highest long there is
     */
    record Resume(long meetingId, long afterSeq, @Nullable String epoch) implements Request {
        public static final String ADDRESS = "resume_meeting";
    }
}
