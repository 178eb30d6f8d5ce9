package io.gavel.config;

import java.util.Locale;
import java.util.stream.Stream;

/** A name that is none, but nearly one. */
final class Slip {
    private Slip() {}

    /** A question that names the variable meant by an unknown name, or nothing. */
    static String suggestion(String name) {
        var meant = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(Variable.values())
                .filter(known -> distance(known.name(), meant) <= 2)
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("");
    }

    /** How many letters must be put in, left out or changed to turn one word into the other (Levenshtein). */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
