package io.gavel.jitsi;

import io.gavel.meeting.Recording;

/**
 * A file that has found its meeting.
 *
 * @param isNew false where it had found it before
 */
public record FiledRecording(Recording recording, boolean isNew) {}
