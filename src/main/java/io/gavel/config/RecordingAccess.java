package io.gavel.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Who may watch recordings whose files are here, and how.
 *
 * @param folder where they are: the recording path from where relative paths start
 * @param byParticipants whether all of a meeting's people may, or those alone who moderate it
 * @param linkLifetime how long a link to a file is good
 */
public record RecordingAccess(Path folder, boolean byParticipants, Duration linkLifetime) {}
