package io.gavel.bench.measure;

import io.gavel.bench.net.Loop;
import java.util.List;

/**
 * CPU time by now, or that of an interval, in microseconds.
 *
 * @param at the time, or the interval's length
 * @param server all server processes together
 * @param compiler of that, the JVM's compilers: the price of warming up
 * @param collector of that, the JVM's garbage collector
 */
public record Usage(long at, long server, long compiler, long collector, long database, long generator) {
    /** The names of threads are cut to 15 characters by the kernel. */
    public static Usage of(List<Long> servers, long postmaster) {
        return new Usage(
                Loop.micros(),
                servers.stream().mapToLong(Proc::cpuMicros).sum(),
                servers.stream()
                        .mapToLong(pid -> Proc.threadMicros(pid, Usage::compiles))
                        .sum(),
                servers.stream()
                        .mapToLong(pid -> Proc.threadMicros(pid, Usage::collects))
                        .sum(),
                Proc.treeMicros(postmaster),
                Proc.cpuMicros(ProcessHandle.current().pid()));
    }

    private static boolean compiles(String thread) {
        return thread.startsWith("C1 ") || thread.startsWith("C2 ");
    }

    private static boolean collects(String thread) {
        return thread.startsWith("GC Thread") || thread.startsWith("G1 ") || thread.equals("VM Thread");
    }

    public Usage since(Usage start) {
        return new Usage(
                at - start.at,
                server - start.server,
                compiler - start.compiler,
                collector - start.collector,
                database - start.database,
                generator - start.generator);
    }

    public double seconds() {
        return at / 1e6;
    }

    /** The server without its compilers, per piece of work. */
    public double steady(long pieces) {
        return per(server - compiler, pieces);
    }

    public static double per(long micros, long pieces) {
        return pieces == 0 ? Double.NaN : (double) micros / pieces;
    }
}
