package io.gavel.jitsi;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Jitsi calls a room: {@code room}, or {@code [tenant]room} for one below a tenant's address. Each of them is a room of
 * its own in Jitsi, and all of them are of one meeting.
 *
 * @param asked to the letter
 * @param folded the same in lower case: by this rooms are told apart
 * @param room without the tenant, in lower case: by this the meeting is found
 */
public record RoomName(String asked, String folded, String room) {
    /** The only names that are ever given to rooms are ASCII, for Jitsi folds no other letters. */
    private static final Pattern FORM = Pattern.compile("(?:\\[[!-Z^-~]{1,255}])?([A-Za-z0-9_-]{1,128})");

    /** Nothing for a name that no meeting's room has, whatever the meeting. */
    public static Optional<RoomName> of(String asked) {
        var form = FORM.matcher(asked);
        return form.matches()
                ? Optional.of(new RoomName(
                        asked, asked.toLowerCase(Locale.ROOT), form.group(1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
