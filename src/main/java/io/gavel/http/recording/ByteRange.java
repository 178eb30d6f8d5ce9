package io.gavel.http.recording;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of a file that is asked for (RFC 9110, 14).
 *
 * @param first the first byte's number
 * @param length 0 where nothing of the file is in the range
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE = Pattern.compile("[Bb][Yy][Tt][Ee][Ss]=[ \\t]*(\\d*)-(\\d*)[ \\t]*");
    private static final int MOST_DIGITS = 18;

    /** Nothing, and so the whole file, for anything but one range: several at once are asked for by no player. */
    static Optional<ByteRange> of(List<String> headers, long size) {
        var one = ONE.matcher(headers.size() == 1 ? headers.get(0) : "");
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            var length = Math.min(number(one.group(2)), size);
            return Optional.of(new ByteRange(size - length, length));
        }
        var first = number(one.group(1));
        var last = one.group(2).isEmpty() ? Long.MAX_VALUE : number(one.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.max(0, Math.min(last, size - 1) - first + 1)));
    }

    /** A number with more digits than any file has bytes is as good as the greatest. */
    private static long number(String digits) {
        var significant = digits.replaceFirst("^0+(?=\\d)", "");
        return significant.length() > MOST_DIGITS ? Long.MAX_VALUE - 1 : Long.parseLong(significant);
    }

    String within(long size) {
        return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }
}
