package io.gavel.meeting;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the caller's meetings to list, and how.
 *
 * @param statuses empty for all
 * @param from only meetings that end after this
 * @param to only meetings that start before this
 * @param titlePart a part of the title, ignoring case; null for any
 * @param after the place where the last page ended; null for the first page
 */
public record MeetingFilter(
        Set<MeetingStatus> statuses,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Role role,
        @Nullable Long conversationId,
        @Nullable String titlePart,
        boolean ascending,
        int limit,
        @Nullable Place after) {

    /** A place in the order of {@code scheduledAt}, then id. */
    public record Place(Instant scheduledAt, long id) {
        private static final Pattern CURSOR = Pattern.compile("(asc|desc):(-?\\d{1,14}|\\d{15}):(\\d{1,18})");

        /** The place as text that means nothing to those who hand it back. */
        public String cursor(boolean ascending) {
            var text = (ascending ? "asc" : "desc") + ":" + scheduledAt.toEpochMilli() + ":" + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** The place of a cursor, or empty when it is none of this order. */
        public static Optional<Place> parse(String cursor, boolean ascending) {
            String text;
            try {
                text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
            var parts = CURSOR.matcher(text);
            return parts.matches() && parts.group(1).equals(ascending ? "asc" : "desc")
                    ? Optional.of(new Place(
                            Instant.ofEpochMilli(Long.parseLong(parts.group(2))), Long.parseLong(parts.group(3))))
                    : Optional.empty();
        }
    }
}
