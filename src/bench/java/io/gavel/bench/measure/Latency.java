package io.gavel.bench.measure;

import java.util.Arrays;

/** Every single latency of a phase, in microseconds: quantiles are exact. */
public final class Latency {
    private static final int FIRST = 1 << 12;
    private static final int MOST = 1 << 24;

    private int[] micros = new int[FIRST];
    private int count;

    public void add(long value) {
        if (count == MOST) {
            return;
        }
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = (int) Math.max(0, Math.min(value, Integer.MAX_VALUE));
    }

    public void clear() {
        count = 0;
    }

    public int count() {
        return count;
    }

    /** Milliseconds below which that share of them lies; sorts in place. NaN where there is none. */
    public double[] quantiles(double... shares) {
        Arrays.sort(micros, 0, count);
        return Arrays.stream(shares)
                .map(share -> count == 0 ? Double.NaN : micros[Math.min(count - 1, (int) (share * count))] / 1000.0)
                .toArray();
    }
}
