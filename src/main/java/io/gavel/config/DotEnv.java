package io.gavel.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a {@code .env} file: {@code KEY=value} lines with an optional {@code export}, comments after {@code #},
 * and values bare, in single quotes (as they stand) or in double quotes (with {@code \n \r \t \" \\ \$}); quoted ones
 * may span lines, later ones win. Nothing in a value is expanded.
 */
final class DotEnv {
    private static final Pattern SKIPPED = Pattern.compile("((?:\\s++|#[^\\n]*+)++)");
    private static final Pattern KEY = Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
    private static final Pattern SINGLE = Pattern.compile("'([^']*+)'[ \\t\\r]*+(?:#[^\\n]*+)?(?:\\n|\\z)");
    private static final Pattern DOUBLE =
            Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"[ \\t\\r]*+(?:#[^\\n]*+)?(?:\\n|\\z)", Pattern.DOTALL);
    private static final Pattern BARE = Pattern.compile("((?!['\"])[^\\n]*+)(?:\\n|\\z)");
    private static final Pattern COMMENT = Pattern.compile("(^|[ \\t])#.*", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrt\"\\\\$])");

    private final String text;
    private int position;
    private final Map<String, String> values = new TreeMap<>();

    private DotEnv(String text) {
        this.text = text;
    }

    /** All names and values; throws {@link Refused} naming the line, never its content. */
    static Map<String, String> parse(String content) {
        var dotEnv = new DotEnv(content.startsWith("\uFEFF") ? content.substring(1) : content);
        dotEnv.take(SKIPPED);
        while (dotEnv.position < dotEnv.text.length()) {
            dotEnv.entry();
            dotEnv.take(SKIPPED);
        }
        return dotEnv.values;
    }

    private void entry() {
        var start = position;
        var key = take(KEY).orElseThrow(() -> malformed(start));
        var value = take(SINGLE)
                .or(() -> take(DOUBLE).map(DotEnv::unescaped))
                .or(() -> take(BARE)
                        .map(bare -> COMMENT.matcher(bare).replaceFirst("").strip()))
                .orElseThrow(() -> malformed(start));
        values.put(key, value);
    }

    /** The first group of what stands here, which is then passed; or nothing. */
    private Optional<String> take(Pattern pattern) {
        var here = pattern.matcher(text).region(position, text.length());
        if (!here.lookingAt()) {
            return Optional.empty();
        }
        position = here.end();
        return Optional.of(here.group(1));
    }

    private Refused malformed(int at) {
        var line =
                1 + text.substring(0, at).chars().filter(point -> point == '\n').count();
        return new Refused("a malformed line " + line);
    }

    private static String unescaped(String quoted) {
        return ESCAPE.matcher(quoted).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> Matcher.quoteReplacement(escape.group(1));
        });
    }
}
