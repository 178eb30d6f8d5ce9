package io.gavel.meeting;

import org.jspecify.annotations.Nullable;

/**
 * A recording, and what has to be known to show it.
 *
 * @param isOwn whether its {@code fileUrl} is its own meeting's: that of the one for which Jitsi told of the file, else of the
 *     one that had it first. Of no account for files that are elsewhere
 * @param link opens the file for whoever has it; null where there is none of its own
 */
public record WatchedRecording(
        Recording recording, boolean isOwn, @Nullable RecordingLink link) {}
