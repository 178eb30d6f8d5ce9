package io.gavel.config;

import java.util.regex.Pattern;

/** Whole numbers as a configuration writes them: ASCII digits alone. */
final class Numbers {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private Numbers() {}

    static boolean within(String text, int least, int most) {
        return DIGITS.matcher(text).matches() && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
    }
}
