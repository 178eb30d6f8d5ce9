package io.gavel.doctor;

/** Letters as Jitsi's server sees them: Lua's string.lower knows those of ASCII alone. */
final class Ascii {
    private Ascii() {}

    static String lower(String text) {
        var lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return lower.toString();
    }

    static boolean hasCapitals(String text) {
        return !lower(text).equals(text);
    }
}
