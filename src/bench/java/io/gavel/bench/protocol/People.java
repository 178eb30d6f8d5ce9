package io.gavel.bench.protocol;

import io.gavel.bench.net.Bytes;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Users in texts. */
final class People {
    private People() {}

    static String ids(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(user -> "\"" + Tokens.userId(user) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The number of the user whose id follows the name of its field. */
    static long user(byte[] data, int from, int to, byte[] field) {
        int at = Bytes.find(data, from, to, field);
        return Bytes.number(data, at + field.length + Tokens.idPrefixLength(), to);
    }

    static String first(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no id in " + text);
        }
        return matcher.group(1);
    }
}
