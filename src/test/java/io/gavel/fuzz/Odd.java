package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What is nearly right: values and texts in which something is odd. The same seed makes the same oddities. */
final class Odd {
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "1",
        "-1",
        "1.5",
        "10.0",
        "1e400",
        "-1e400",
        "1E-999999999",
        "9223372036854775807",
        "9223372036854775808",
        "123456789012345678901234567890",
        "\"\"",
        "\" \"",
        "\"a\"",
        "\"1\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u202e</script>\"",
        "\"';--\"",
        "\"../../etc/passwd\"",
        "[]",
        "{}",
        "[null]",
        "[1,\"2\",{}]",
        "{\"a\":{\"b\":[]}}",
        "NaN",
        "'x'",
        "x",
        "\"",
        "\"\\x\"",
        "[1,]",
        "01",
        "+1",
        "{]"
    };
    private static final String[] IDS = {
        "0",
        "-1",
        "1",
        "00",
        "1e3",
        "9223372036854775807",
        "9223372036854775808",
        "999999999999999999",
        "%31",
        "%2e%2e",
        "..%2f..",
        "%00",
        "%zz",
        ";a=b",
        "a",
        "*",
        "%F0%9F%98%80",
        "%ff",
        "1%2F2",
        "%E2%80%AE",
        "'%3B--",
        "null"
    };

    private final Random random;

    Odd(Random random) {
        this.random = random;
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    String oneOf(String... items) {
        return items[random.nextInt(items.length)];
    }

    /** A JSON value, or what is none. */
    String value() {
        return switch (random.nextInt(60)) {
            case 0 -> "\"" + "a".repeat(random.nextInt(5000)) + "\"";
            case 1 -> "9".repeat(1 + random.nextInt(500));
            case 2 -> nested(random.nextInt(80));
            case 3 -> "[".repeat(random.nextInt(2000));
            default -> oneOf(VALUES);
        };
    }

    /** What stands in a path where an id should. */
    String id() {
        return oneOf(IDS);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /** An object of these fields, of which now and then one is missing, is another, stands there twice, or is not known. */
    String object(Map<String, String> fields) {
        var text = fields.entrySet().stream()
                .filter(field -> !once(25))
                .map(field -> "\"" + field.getKey() + "\":" + (once(12) ? value() : field.getValue()))
                .collect(Collectors.joining(","));
        if (once(25)) {
            text += ",\"" + oneOf("ownerId", "role", "", "a/b", "~0", "title", "__proto__") + "\":" + value();
        }
        return once(20) ? broken("{" + text + "}") : "{" + text + "}";
    }

    /** A text of which something is cut, doubled or replaced; one character is one byte. */
    String broken(String text) {
        if (text.isEmpty()) {
            return value();
        }
        var at = random.nextInt(text.length());
        var rest = text.substring(at);
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + rest + rest;
            case 2 -> text.substring(0, at) + (char) random.nextInt(256) + rest;
            case 3 -> text.substring(0, at) + (char) random.nextInt(256) + rest.substring(1);
            case 4 -> text.substring(0, at) + rest.substring(1 + random.nextInt(rest.length()));
            default -> text.substring(0, at) + value() + rest;
        };
    }

    /** One of a target's inputs, of which now and then something is broken; one character is one byte. */
    String seed(List<byte[]> seeds) {
        var text = new String(oneOf(seeds), ISO_8859_1);
        return once(3) ? broken(text) : text;
    }
}
