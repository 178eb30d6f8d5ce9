package io.gavel.meeting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a recording's file; the file itself is elsewhere. */
public record Recording(
        long id,
        long meetingId,
        String fileUrl,
        @Nullable String fileName,
        @Nullable Long sizeBytes,
        @Nullable Long durationSeconds,
        @Nullable String format,
        @Nullable Instant startedAt,
        String createdBy,
        Instant createdAt) {}
