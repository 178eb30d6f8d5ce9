package io.gavel.bench.net;

import java.nio.charset.StandardCharsets;

/** Looks into messages without making texts of them: the generator is to be cheaper than what it measures. */
public final class Bytes {
    private Bytes() {}

    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** Where something begins; -1 where it is not. */
    public static int find(byte[] data, int from, int to, byte[] what) {
        for (int i = from; i <= to - what.length; i++) {
            if (data[i] == what[0] && startsWith(data, i, to, what)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean startsWith(byte[] data, int from, int to, byte[] what) {
        if (to - from < what.length) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (data[from + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that follows a name; -1 where there is none. */
    public static long numberAfter(byte[] data, int from, int to, byte[] name) {
        int at = find(data, from, to, name);
        return at < 0 ? -1 : number(data, at + name.length, to);
    }

    /** The digits from here on; -1 where there is none. */
    public static long number(byte[] data, int from, int to) {
        long value = 0;
        int at = from;
        while (at < to && data[at] >= '0' && data[at] <= '9') {
            value = value * 10 + data[at++] - '0';
        }
        return at == from ? -1 : value;
    }
}
