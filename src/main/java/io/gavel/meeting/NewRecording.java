package io.gavel.meeting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A recording's metadata as it is handed in. */
public record NewRecording(
        String fileUrl,
        @Nullable String fileName,
        @Nullable Long sizeBytes,
        @Nullable Long durationSeconds,
        @Nullable String format,
        @Nullable Instant startedAt) {}
