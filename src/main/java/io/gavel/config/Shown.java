package io.gavel.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text as it may stand in a line of a log: one line, not endless, without the credentials that a URL may carry. */
final class Shown {
    private static final Pattern CREDENTIALS = Pattern.compile("^([^@]*?://)?.*@", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("(://[^?]*\\?).*", Pattern.DOTALL);
    private static final int LONGEST = 120;

    private Shown() {}

    static String quoted(String text) {
        var line = line(text);
        var cut = line.length() > LONGEST ? line.substring(0, line.offsetByCodePoints(0, LONGEST / 2)) + "…" : line;
        return '"' + cut + '"';
    }

    static String line(String text) {
        var masked =
                QUERY.matcher(CREDENTIALS.matcher(text).replaceFirst("$1***@")).replaceFirst("$1***");
        var shown = new StringBuilder();
        masked.codePoints().forEach(point -> {
            if (isPlain(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            }
        });
        return shown.toString();
    }

    /** Whether a code point neither breaks a line nor turns its direction. */
    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
