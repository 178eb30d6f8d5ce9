package io.gavel.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results in the three forms in which they are read. */
public final class Report {
    private Report() {}

    /**
     * Writes performance.md, performance.json and performance.svg, and of growth growth.md and growth.svg.
     *
     * @param command what to say to get the like
     */
    public static void write(Path folder, Results results, Machine machine, String command) {
        var goals = Goals.of(results);
        try {
            Files.writeString(folder.resolve("performance.md"), new Markdown(results, machine, goals, command).text());
            Files.writeString(folder.resolve("performance.svg"), new Picture(results).text());
            Files.writeString(
                    folder.resolve("performance.json"),
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(json(results, machine, goals, command)));
            var lines = new Lines(results);
            if (!lines.names().isEmpty()) {
                Files.writeString(folder.resolve("growth.md"), lines.markdown());
                Files.writeString(folder.resolve("growth.svg"), new LinesPicture(lines).text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> json(Results results, Machine machine, List<Goal> goals, String command) {
        var scenarios = new LinkedHashMap<String, Object>();
        for (var scenario : results.scenarios()) {
            var columns = new LinkedHashMap<String, Object>();
            results.columns().forEach(column -> columns.put(column, figures(results, scenario, column)));
            scenarios.put(scenario, columns);
        }
        return Map.of(
                "command",
                command,
                "machine",
                machine.facts(),
                "scenarios",
                scenarios,
                "goals",
                goals.stream().map(Report::json).toList(),
                "faults",
                results.faults());
    }

    /** Every single run. */
    private static Map<String, Object> figures(Results results, String scenario, String column) {
        var figures = new LinkedHashMap<String, Object>();
        for (var figure : results.figures(scenario)) {
            var runs = results.runs(scenario, column, figure);
            figures.put(figure, runs.stream().map(Report::number).toList());
        }
        return figures;
    }

    private static Map<String, @Nullable Object> json(Goal goal) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("number", goal.number());
        row.put("what", goal.what());
        row.put("must", goal.must().text(goal.higherIsBetter()));
        row.put("aim", goal.aim().text(goal.higherIsBetter()));
        row.put("ours", number(goal.ours()));
        row.put("prisma", number(goal.prisma()));
        row.put("sql", number(goal.sql()));
        row.put("limit", goal.limit());
        row.put("verdict", goal.verdict());
        return row;
    }

    /** JSON knows no NaN. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
