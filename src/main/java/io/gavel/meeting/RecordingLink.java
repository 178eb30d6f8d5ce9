package io.gavel.meeting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a recording can be watched.
 *
 * @param url relative to this server's own origin where the file is here
 * @param expiresAt null for a file of elsewhere: how long that one can be had is not known here
 */
public record RecordingLink(String url, @Nullable Instant expiresAt) {
    /** Shows no URL: whoever has it has the film. */
    @Override
    public String toString() {
        return "RecordingLink[***]";
    }
}
