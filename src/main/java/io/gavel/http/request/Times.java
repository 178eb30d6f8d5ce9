package io.gavel.http.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them, with any offset; what comes out is cut to milliseconds. */
final class Times {
    static final String TAKES = "takes an RFC 3339 time such as 2027-03-01T09:30:00Z";

    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Times() {}

    static Optional<Instant> parse(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var instant = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS);
            return instant.isBefore(EARLIEST) || instant.isAfter(LATEST) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
