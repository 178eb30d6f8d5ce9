package io.gavel.meeting;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the addresses of this deployment's own recordings start with.
 *
 * @param text without a slash at its end
 */
public record RecordingPath(String text) {
    private static final Pattern SEGMENTS = Pattern.compile("(?:(?!\\.)[^/]++/)*+(?!\\.)[^/]++");

    /** Whether this is the address of a file below the path: a plain one, with nothing that could lead out of it. */
    public boolean holds(String fileUrl) {
        return fileUrl.startsWith(text + "/")
                && fileUrl.length() > text.length() + 1
                && !fileUrl.contains("..")
                && !fileUrl.contains("\\")
                && !fileUrl.toLowerCase(Locale.ROOT).contains("%2e")
                && fileUrl.codePoints().noneMatch(Character::isISOControl);
    }

    /**
     * What comes after the path, of a file that has but one address: no step leads nowhere, and no name hides a file. Nothing for
     * any other, and for a file that is elsewhere.
     */
    public Optional<String> relative(String fileUrl) {
        return Optional.of(fileUrl)
                .filter(this::holds)
                .map(held -> held.substring(text.length() + 1))
                .filter(relative -> SEGMENTS.matcher(relative).matches());
    }
}
