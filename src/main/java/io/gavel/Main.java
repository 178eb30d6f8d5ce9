package io.gavel;

/** Starts one node and waits for its end. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {}
}
