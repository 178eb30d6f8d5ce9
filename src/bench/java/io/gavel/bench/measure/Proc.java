package io.gavel.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Linux tells of processes in /proc. Whoever is gone took nothing. */
public final class Proc {
    /** The kernel counts CPU time for user space in hundredths of a second, everywhere. */
    private static final long TICK_MICROS = 10_000;

    private static final int USER = 11;
    private static final int OWN_FIELDS = 2;
    private static final int WITH_CHILDREN = 4;

    private Proc() {}

    public static long cpuMicros(long pid) {
        return ticks(Path.of("/proc", Long.toString(pid), "stat"), OWN_FIELDS) * TICK_MICROS;
    }

    /** A process, its living children, and those that ended and were waited for. */
    public static long treeMicros(long pid) {
        var total = ticks(Path.of("/proc", Long.toString(pid), "stat"), WITH_CHILDREN) * TICK_MICROS;
        for (var child : children(pid)) {
            total += cpuMicros(child);
        }
        return total;
    }

    /** The CPU time of a process's threads with such names. */
    public static long threadMicros(long pid, Predicate<String> name) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> thread.resolve("stat"))
                    .filter(stat -> name.test(threadName(stat)))
                    .mapToLong(stat -> ticks(stat, OWN_FIELDS) * TICK_MICROS)
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    public static long residentKibibytes(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<Long> children(long pid) {
        var id = Long.toString(pid);
        var words = read(Path.of("/proc", id, "task", id, "children")).strip();
        return words.isEmpty()
                ? List.of()
                : Stream.of(words.split(" ", -1)).map(Long::valueOf).toList();
    }

    private static long ticks(Path stat, int fields) {
        var line = read(stat);
        if (line.isEmpty()) {
            return 0;
        }
        var values = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long total = 0;
        for (int i = 0; i < fields; i++) {
            total += Long.parseLong(values[USER + i]);
        }
        return total;
    }

    private static String threadName(Path stat) {
        var line = read(stat);
        return line.isEmpty() ? "" : line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
