package io.gavel.chaos;

import io.gavel.cluster.Figures;
import io.gavel.history.Entry;
import io.gavel.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** Brings people in, breaks everything, lets it heal, and judges. */
final class ChaosRun {
    private static final int MEETINGS = 4;
    private static final int PEOPLE = 12;
    private static final Duration WARMING = Duration.ofSeconds(10);

    /** After the last fault: longer than the grace of a lost connection and the lease of a dead node. */
    private static final Duration HEALING = Duration.ofSeconds(60);

    /** What counts as given back: so many times what there was before. */
    private static final double AS_BEFORE = 1.1;

    private final Rig rig;
    private final long seed;
    private final Path folder;
    private final Judgement judgement = new Judgement();
    private final List<Crowd> crowds = new ArrayList<>();

    /** The histories are kept in the folder. */
    ChaosRun(Rig rig, long seed, Path folder) {
        this.rig = rig;
        this.seed = seed;
        this.folder = folder;
    }

    Report report() throws Exception {
        var database = rig.postgres().url();
        for (int i = 0; i < MEETINGS; i++) {
            crowds.add(Crowd.gather(i, rig.url(), database, PEOPLE));
        }
        var departures = new Departures(crowds);
        try (var callers = new Callers(rig.balancer().url());
                var stranger = new Stranger(rig.balancer().url(), crowds);
                var timeline = new Timeline(crowds)) {
            crowds.forEach(crowd -> crowd.load().work());
            Nemesis.pass(WARMING);
            var before = openFiles();
            var injected = new Nemesis(rig, crowds, departures, seed).breakEverything();
            Nemesis.pass(HEALING);
            judgeOpenFiles(before, openFiles());
            callers.stop();
            judgeCrowds();
            judgement.judge(callers, database);
            judgement.judge(stranger);
            return new Report(
                    seed, injected, judgement, figures(departures), new Picture(timeline.samples(), injected).svg());
        } finally {
            crowds.forEach(crowd -> crowd.load().close());
        }
    }

    private void judgeCrowds() throws SQLException, IOException {
        Files.createDirectories(folder);
        for (var crowd : crowds) {
            try {
                crowd.load().settle();
            } catch (ConditionTimeoutException unsettled) {
                judgement.add("I4", 1, crowd.canary() + " does not come to rest: " + unsettled.getMessage());
            }
            judgement.judge(crowd);
            crowd.load().history().write(folder.resolve("history-" + seed + "-" + crowd.canary() + ".jsonl"));
        }
    }

    private long openFiles() throws IOException {
        long open = 0;
        for (var node : rig.nodes()) {
            open += node.openFiles();
        }
        return open;
    }

    private void judgeOpenFiles(long before, long after) {
        var said = "%d files and sockets before, %d after".formatted(before, after);
        judgement.add("I13", after > before * AS_BEFORE ? 1 : 0, said);
    }

    private Map<String, String> figures(Departures departures) {
        var figures = new TreeMap<String, String>();
        judgement.counts().forEach((what, count) -> figures.put(what, count.toString()));
        figures.put("nodes started again", Integer.toString(rig.restarts()));
        figures.put("departures", Integer.toString(departures.count()));
        figures.put("departures told after", told(departures.toldAfter()));
        figures.put("resumed after", told(absences()));
        figures.put("age of events", told(ages()));
        return figures;
    }

    private static String told(List<Long> nanos) {
        return nanos.isEmpty()
                ? "none"
                : "p50 %d ms, p99 %d ms, at most %d ms, of %d"
                        .formatted(
                                Figures.at(nanos, 0.5).toMillis(),
                                Figures.at(nanos, 0.99).toMillis(),
                                Figures.at(nanos, 1).toMillis(),
                                nanos.size());
    }

    private List<Long> ages() {
        var ages = new ArrayList<Long>();
        crowds.forEach(crowd -> ages.addAll(Figures.ages(crowd.load().history(), 0, System.nanoTime())));
        return ages;
    }

    /** From the loss of each connection until its client was inside again. */
    private List<Long> absences() {
        var absences = new ArrayList<Long>();
        crowds.forEach(crowd -> absences.addAll(absences(crowd.load().history())));
        return absences;
    }

    private static List<Long> absences(History history) {
        var absences = new ArrayList<Long>();
        var lost = new HashMap<String, Long>();
        for (var entry : history.entries()) {
            if (entry instanceof Entry.Lost) {
                lost.putIfAbsent(entry.client(), entry.nanos());
            } else if (entry instanceof Entry.Synced) {
                var since = lost.remove(entry.client());
                if (since != null) {
                    absences.add(entry.nanos() - since);
                }
            }
        }
        return absences;
    }
}
