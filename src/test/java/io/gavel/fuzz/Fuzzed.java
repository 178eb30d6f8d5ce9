package io.gavel.fuzz;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls with each input: the target that {@link #TARGET} names, or without it whichever the first byte says. */
public final class Fuzzed {
    static final String TARGET = "fuzz.target";

    private static final @Nullable String NAME = System.getProperty(TARGET);

    private Fuzzed() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (NAME != null) {
            Targets.valueOf(NAME).take(input);
        } else if (input.length > 0) {
            Targets.numbered(input[0]).take(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
