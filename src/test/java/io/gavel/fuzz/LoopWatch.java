package io.gavel.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A Java agent that looks into a node from outside of its code: it writes a line for each piece of work that holds an event loop
 * for more than 100 ms, by the same clock as Vert.x's own checker. A loop that waits for a processor, or for the garbage
 * collector, has done nothing wrong: the line tells what of the time was whose.
 */
public final class LoopWatch implements Runnable {
    private static final String BLOCKED = "blocked";
    private static final String BEGUN = "begun";
    private static final long LONGEST_MILLIS = 100;
    private static final long PERIOD_MILLIS = 10;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Thread, Work> running = new HashMap<>();
    private final PrintWriter log;

    private LoopWatch(PrintWriter log) {
        this.log = log;
    }

    /** One piece of work, as it was when it was seen first. */
    private record Work(long start, long cpuMillis, long collectorMillis, Seen seen) {}

    /** How often it was looked at, and how often it waited then for something that is not the processor. */
    private static final class Seen {
        private long looks;
        private long waits;
        private boolean told;
    }

    /** Java calls this before main. */
    public static void premain(String file) throws IOException {
        var log = new PrintWriter(Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8), true);
        var watch = new Thread(new LoopWatch(log), "loop-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** The agent as a jar, which is how Java wants it. */
    static Path jar(Path folder) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), LoopWatch.class.getName());
        var jar = folder.resolve("loop-watch.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var type : new Class<?>[] {LoopWatch.class, Work.class, Seen.class}) {
                var name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (var bytes = LoopWatch.class.getResourceAsStream("/" + name)) {
                    out.write(Objects.requireNonNull(bytes).readAllBytes());
                }
            }
        }
        return jar;
    }

    @Override
    public void run() {
        log.println(BEGUN);
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                look();
            }
        } catch (InterruptedException | ReflectiveOperationException over) {
            log.println("over " + over);
        }
    }

    private void look() throws ReflectiveOperationException {
        var all = new Thread[Thread.activeCount() + 16];
        var count = Thread.enumerate(all);
        for (int i = 0; i < count; i++) {
            if (all[i].getName().startsWith("vert.x-eventloop-thread-")) {
                look(all[i], (long) all[i].getClass().getMethod("startTime").invoke(all[i]));
            }
        }
    }

    private void look(Thread loop, long start) {
        var known = running.get(loop);
        if (start == 0 || known == null || known.start != start) {
            running.put(loop, new Work(start, cpuMillis(loop), collectorMillis(), new Seen()));
            return;
        }
        known.seen.looks++;
        known.seen.waits += loop.getState() == Thread.State.RUNNABLE ? 0 : 1;
        var millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > LONGEST_MILLIS && !known.seen.told) {
            known.seen.told = true;
            log.printf(
                    "%s %d ms, worked %d ms, waited %d ms, collector %d ms, %s%n",
                    BLOCKED,
                    millis,
                    cpuMillis(loop) - known.cpuMillis,
                    millis * known.seen.waits / known.seen.looks,
                    collectorMillis() - known.collectorMillis,
                    Arrays.toString(loop.getStackTrace()));
        }
    }

    private long cpuMillis(Thread thread) {
        return threads.getThreadCpuTime(thread.getId()) / 1_000_000;
    }

    private static long collectorMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(collector -> collector.getCollectionTime())
                .sum();
    }
}
