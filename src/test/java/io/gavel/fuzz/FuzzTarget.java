package io.gavel.fuzz;

/** Something of Gavel that takes bytes from outside. It throws where Gavel is wrong, and only there, whatever the bytes. */
@FunctionalInterface
public interface FuzzTarget {
    void take(byte[] input) throws Exception;

    /** What holds for any input. */
    static void require(boolean holds, String what) {
        if (!holds) {
            throw new Finding(what);
        }
    }

    /** Something that holds did not. */
    final class Finding extends RuntimeException {
        Finding(String what) {
            super(what);
        }
    }
}
