package io.gavel.chaos;

import io.gavel.history.Entry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How much was done, looked at twice a second. */
final class Timeline implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final List<Crowd> crowds;
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /** Totals by then. */
    record Sample(long nanos, long acknowledged, long delivered) {}

    Timeline(List<Crowd> crowds) {
        this.crowds = crowds;
        var unused = looking.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        samples.add(new Sample(
                System.nanoTime(),
                crowds.stream().mapToLong(crowd -> crowd.load().acknowledged()).sum(),
                crowds.stream()
                        .mapToLong(crowd -> crowd.load().history().count(Entry.Delivered.class))
                        .sum()));
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        looking.shutdown();
    }
}
