package io.gavel.meeting;

import java.util.Locale;
import java.util.Optional;

/**
 * What the addresses of this deployment's own recordings start with.
 *
 * @param text without a slash at its end
 */
public record RecordingPath(String text) {
    /** Whether this is the address of a file below the path: a plain one, with nothing that could lead out of it. */
    public boolean holds(String fileUrl) {
        return fileUrl.startsWith(text + "/")
                && fileUrl.length() > text.length() + 1
                && !fileUrl.contains("..")
                && !fileUrl.contains("\\")
                && !fileUrl.toLowerCase(Locale.ROOT).contains("%2e")
                && fileUrl.codePoints().noneMatch(Character::isISOControl);
    }

    /** What comes after the path, or nothing for the address of a file that is elsewhere. */
    public Optional<String> relative(String fileUrl) {
        return holds(fileUrl) ? Optional.of(fileUrl.substring(text.length() + 1)) : Optional.empty();
    }
}
