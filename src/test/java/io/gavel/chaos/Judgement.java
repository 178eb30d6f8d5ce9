package io.gavel.chaos;

import io.gavel.history.HistoryChecker;
import io.gavel.history.Verdict;
import io.gavel.postgres.TestPostgres;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was kept of each promise, I1 to I14 as the list of faults has them. */
final class Judgement {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int UNAVAILABLE = 503;
    private static final Map<String, String> PROMISES = promises();

    private final Map<String, Line> lines = new TreeMap<>(Comparator.comparingInt(Judgement::number));
    private final Map<String, Long> counts = new TreeMap<>();

    /**
     * One promise.
     *
     * @param times how often it was not kept
     * @param first the first counterexample, with what was around it; empty where there is none
     */
    record Line(String number, String promise, long times, String first) {}

    Judgement() {
        PROMISES.forEach((number, promise) -> lines.put(number, new Line(number, promise, 0, "")));
    }

    private static Map<String, String> promises() {
        var promises = new HashMap<String, String>();
        promises.put("I1", "what was acknowledged is in the database exactly once, all else at most once");
        promises.put("I2", "the events of a meeting are numbered 1..n");
        promises.put("I3", "a client's stream goes in steps of one, without a gap, a repeat or a step back");
        promises.put("I4", "after it all every client has everything");
        promises.put("I5", "an answer tells the place of its event");
        promises.put("I6", "what was acknowledged before another thing was asked for comes before it");
        promises.put("I7", "what is delivered is in the database, to the letter");
        promises.put("I8", "who is inside is told as it is, and nobody who came back in time is said to have left");
        promises.put("I10", "nobody is let in after the end");
        promises.put("I11", "strangers hear nothing");
        promises.put("I12", "every refusal is 503 with Retry-After, and nobody waits for more than 10 s");
        promises.put("I13", "files and sockets are given back");
        promises.put("I14", "a snapshot shows what the events up to it tell");
        return promises;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }

    void judge(Crowd crowd) throws SQLException {
        var verdict = HistoryChecker.judge(
                crowd.load().history(), List.of(crowd.load().stored()));
        verdict.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
        verdict.violations().forEach(this::add);
    }

    private void add(Verdict.Violation violation) {
        add(violation.invariant().toString().split(" ", 2)[0], violation.times(), violation.toString());
    }

    /** So many times more this promise was not kept. */
    void add(String number, long times, String first) {
        if (times > 0) {
            lines.computeIfPresent(
                    number,
                    (same, line) -> new Line(
                            number,
                            line.promise(),
                            line.times() + times,
                            line.first().isEmpty() ? first : line.first()));
        }
    }

    void judge(Callers callers, String database) throws SQLException {
        var bad = callers.calls().stream().filter(Judgement::isBad).toList();
        add("I12", bad.size(), bad.isEmpty() ? "" : bad.get(0).toString());
        counts.put("REST calls", (long) callers.calls().size());
        counts.put("REST calls refused with 503", status(callers, UNAVAILABLE));
        counts.put("REST calls without an answer", status(callers, 0));
        counts.put("admissions", (long) callers.admissions().size());
        judgeAdmissions(callers, database);
        judgeCreated(callers, database);
    }

    private static long status(Callers callers, int status) {
        return callers.calls().stream().filter(call -> call.status() == status).count();
    }

    private static boolean isBad(Callers.Call call) {
        var broken = call.status() >= 500 && !(call.status() == UNAVAILABLE && call.saysWhenToRetry());
        return broken || call.millis() > PATIENCE_MILLIS;
    }

    private void judgeAdmissions(Callers callers, String database) throws SQLException {
        var ends = new HashMap<Long, Long>();
        query(
                database,
                "SELECT id, ended_at FROM gavel.meeting WHERE ended_at IS NOT NULL",
                row -> ends.put(
                        row.getLong(1), row.getObject(2, OffsetDateTime.class).toEpochSecond()));
        var late = callers.admissions().stream()
                .filter(admission -> ends.containsKey(admission.meetingId())
                        && admission.issuedAt() > ends.get(admission.meetingId()))
                .toList();
        counts.put("meetings ended beside joins", (long) ends.size());
        add("I10", late.size(), late.isEmpty() ? "" : late.get(0).toString());
    }

    /** A meeting that was made under a key is there once, and those of which the platform heard are there. */
    private void judgeCreated(Callers callers, String database) throws SQLException {
        var stored = new HashMap<String, List<Long>>();
        query(
                database,
                "SELECT title, id FROM gavel.meeting WHERE title LIKE '" + Callers.TITLE + "%'",
                row -> stored.computeIfAbsent(row.getString(1), title -> new ArrayList<>())
                        .add(row.getLong(2)));
        counts.put("meetings created", (long) callers.created().size());
        stored.forEach((title, ids) -> add("I1", ids.size() - 1L, "meeting " + title + " is stored as " + ids));
        callers.created().forEach((title, id) -> {
            if (!List.of(id).equals(stored.get(title))) {
                add("I1", 1, "meeting " + title + " was told to be " + id + ", stored are " + stored.get(title));
            }
        });
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(String database, String sql, Row each) throws SQLException {
        try (var connection = TestPostgres.connect(database);
                var rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }

    void judge(Stranger stranger) {
        counts.put("refusals to strangers", stranger.refused());
        add("I11", stranger.refused() == 0 ? 1 : 0, "no stranger was ever refused: nothing was tried");
        add("I11", stranger.heard().size(), String.join("\n", stranger.heard()));
    }

    List<Line> lines() {
        return List.copyOf(lines.values());
    }

    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    boolean isGreen() {
        return lines.values().stream().allMatch(line -> line.times() == 0);
    }
}
