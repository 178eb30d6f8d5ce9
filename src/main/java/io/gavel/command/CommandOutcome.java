package io.gavel.command;

import io.gavel.meeting.Role;
import io.gavel.problem.Code;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one command.
 *
 * @param problem null when it was done
 * @param seq the last event that it added; null when it changed nothing
 * @param sessionId the session of a JOIN
 * @param role the caller's, at a JOIN
 */
public record CommandOutcome(
        @Nullable Code problem,
        @Nullable Long seq,
        @Nullable UUID sessionId,
        @Nullable Role role) {
    public static CommandOutcome failed(Code problem) {
        return new CommandOutcome(problem, null, null, null);
    }

    /**
     * The command took effect.
     *
     * @param seq null when nothing changed
     */
    public static CommandOutcome done(@Nullable Long seq) {
        return new CommandOutcome(null, seq, null, null);
    }

    /**
     * The connection has a session.
     *
     * @param seq the joiner's own {@code user_joined_meeting}, or the meeting's head where nothing was added
     */
    public static CommandOutcome joined(long seq, UUID sessionId, Role role) {
        return new CommandOutcome(null, seq, sessionId, role);
    }
}
