package io.gavel.cluster;

import io.gavel.history.Entry;
import io.gavel.history.History;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** What is measured in a history. The nodes, the database and the clients are on one machine, so that clocks agree. */
public final class Figures {
    private Figures() {}

    /** What the wall clock shows when the clients' clock shows this. */
    public static Instant time(long nanos) {
        return Instant.now().plusNanos(nanos - System.nanoTime());
    }

    /** How long it took from then until this share of the clients that lost their connection had joined again. */
    public static Duration resumed(History history, long since, double share) {
        var lost = new HashSet<String>();
        var back = new HashMap<String, Long>();
        for (var entry : history.entries()) {
            if (entry.nanos() < since) {
                continue;
            }
            if (entry instanceof Entry.Lost) {
                lost.add(entry.client());
            } else if (entry instanceof Entry.Synced && lost.contains(entry.client())) {
                back.putIfAbsent(entry.client(), entry.nanos() - since);
            }
        }
        return at(new ArrayList<>(back.values()), share);
    }

    /** How old events were when clients got them, of those that they got live within this span. */
    public static List<Long> ages(History history, long from, long to) {
        var ages = new ArrayList<Long>();
        var written = new HashMap<String, Instant>();
        history.all(Entry.Delivered.class)
                .filter(delivered -> delivered.nanos() >= from && delivered.nanos() <= to)
                .forEach(delivered -> ages.add(ChronoUnit.NANOS.between(
                        written.computeIfAbsent(delivered.text(), Figures::writtenAt), time(delivered.nanos()))));
        return ages;
    }

    private static Instant writtenAt(String event) {
        return Instant.parse(new JsonObject(event).getString("at"));
    }

    /** How long after that moment each of these leaves reached the first client that lives. */
    static Duration lastLeave(History history, long since, List<String> users) {
        var told = new HashMap<String, Long>();
        history.all(Entry.Delivered.class)
                .filter(delivered -> delivered.text().startsWith("{\"event\":\"user_left_meeting\""))
                .forEach(delivered -> told.putIfAbsent(
                        new JsonObject(delivered.text()).getString("userId"), delivered.nanos() - since));
        return Duration.ofNanos(
                users.stream().map(told::get).mapToLong(Long::longValue).max().orElseThrow());
    }

    /** The value below which this share of all values is. */
    public static Duration at(List<Long> nanos, double share) {
        if (nanos.isEmpty()) {
            throw new AssertionError("nothing was measured");
        }
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return Duration.ofNanos(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }
}
