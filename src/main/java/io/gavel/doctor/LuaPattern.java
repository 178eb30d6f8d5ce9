package io.gavel.doctor;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of Lua's string library (Lua 5.4 manual, 6.4.1) as a regular expression. Jitsi lets it match the whole name.
 */
final class LuaPattern {
    /** With these a match takes some ten thousand steps at worst: nothing that repeats can stand within another. */
    private static final int LONGEST_NAME = 64;

    private static final int MOST_REPEATS = 3;

    /** What Java makes of a pattern is as deep as that is long. */
    private static final int LONGEST_PATTERN = 256;

    /** Lua's own limit. */
    private static final int MOST_CAPTURES = 32;

    private final Optional<Pattern> expression;

    private LuaPattern(Optional<Pattern> expression) {
        this.expression = expression;
    }

    /** The pattern, or empty where the text is none. */
    static Optional<LuaPattern> parse(String pattern) {
        try {
            var translated = new Translation(pattern).whole();
            return Optional.of(new LuaPattern(translated.map(text -> Pattern.compile(text, Pattern.DOTALL))));
        } catch (PatternSyntaxException | StringIndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
    }

    /** Where a pattern is too rich to be translated, nothing is said against a name. */
    boolean mayMatch(String name) {
        return name.length() > LONGEST_NAME
                || expression.map(whole -> whole.matcher(name).matches()).orElse(true);
    }

    /** Reads one pattern from its start to its end; running over the end is what malformed patterns do. */
    private static final class Translation {
        private static final Map<Character, String> CLASSES = Map.of(
                'a', "\\p{Alpha}",
                'c', "\\p{Cntrl}",
                'd', "\\p{Digit}",
                'g', "\\p{Graph}",
                'l', "\\p{Lower}",
                'p', "\\p{Punct}",
                's', "\\s",
                'u', "\\p{Upper}",
                'w', "\\p{Alnum}",
                'x', "\\p{XDigit}");

        private final String pattern;
        private final StringBuilder expression = new StringBuilder();
        private int at;
        private int repeats;
        private int captures;
        private int open;
        private boolean isTranslatable = true;

        Translation(String pattern) {
            this.pattern = pattern;
        }

        Optional<String> whole() {
            at = pattern.startsWith("^") ? 1 : 0;
            var end = pattern.endsWith("$") && !pattern.endsWith("%$") ? pattern.length() - 1 : pattern.length();
            while (at < end) {
                var c = pattern.charAt(at);
                if (c == '(' || c == ')') {
                    at++;
                    capture(c == '(');
                    expression.append(c);
                } else {
                    expression.append(single());
                    repeat(end);
                }
            }
            if (open != 0) {
                throw malformed("an unfinished capture");
            }
            return isTranslatable && repeats <= MOST_REPEATS && pattern.length() <= LONGEST_PATTERN
                    ? Optional.of(expression.toString())
                    : Optional.empty();
        }

        private void capture(boolean begins) {
            open += begins ? 1 : -1;
            captures += begins ? 1 : 0;
            if (open < 0 || captures > MOST_CAPTURES) {
                throw malformed("captures that Lua does not take");
            }
        }

        private PatternSyntaxException malformed(String what) {
            return new PatternSyntaxException(what, pattern, at);
        }

        private String single() {
            var c = pattern.charAt(at++);
            return switch (c) {
                case '.' -> ".";
                case '%' -> escaped();
                case '[' -> set();
                default -> Pattern.quote(Character.toString(c));
            };
        }

        private String escaped() {
            var c = pattern.charAt(at++);
            if (c == 'b' || c == 'f' || Character.isDigit(c)) {
                isTranslatable = false;
            }
            var known = CLASSES.get(c);
            return known == null ? Pattern.quote(Character.toString(c)) : known;
        }

        private String set() {
            var set = new StringBuilder("[");
            if (pattern.charAt(at) == '^') {
                at++;
                set.append('^');
            }
            var first = true;
            while (first || pattern.charAt(at) != ']') {
                first = false;
                set.append(member());
            }
            at++;
            return set.append(']').toString();
        }

        private String member() {
            var c = pattern.charAt(at++);
            if (c == '%') {
                return escaped();
            }
            if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                at += 2;
                return literal(c) + "-" + literal(pattern.charAt(at - 1));
            }
            return literal(c);
        }

        private static String literal(char c) {
            return "\\x{%x}".formatted((int) c);
        }

        private void repeat(int end) {
            var sign = at < end ? pattern.charAt(at) : ' ';
            if ("*+-?".indexOf(sign) >= 0) {
                at++;
                repeats++;
                expression.append(sign == '-' ? "*?" : Character.toString(sign));
            }
        }
    }
}
