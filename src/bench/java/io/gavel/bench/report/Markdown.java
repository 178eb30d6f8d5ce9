package io.gavel.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** The report for people. */
final class Markdown {
    private final Results results;
    private final Machine machine;
    private final List<Goal> goals;
    private final String command;
    private final StringBuilder text = new StringBuilder();

    Markdown(Results results, Machine machine, List<Goal> goals, String command) {
        this.results = results;
        this.machine = machine;
        this.goals = goals;
        this.command = command;
    }

    String text() {
        text.append("# Performance, measured\n\n`").append(command).append("`\n\n");
        machine.facts()
                .forEach((name, value) -> text.append("- ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        text.append(
                "\nEvery figure is the median of its runs, in which the servers took turns. CPU time is in microseconds, without the"
                        + " JVM's compilers, which stand apart. Latencies at a rate count from the intended time.\n");
        faults();
        text.append("\n![CPU time per piece of work](performance.svg)\n\n## Goals\n\n");
        goals();
        results.scenarios().forEach(this::scenario);
        return text.toString();
    }

    private void faults() {
        if (!results.faults().isEmpty()) {
            text.append("\n**This run failed:**\n\n");
            results.faults().forEach(fault -> text.append("- ").append(fault).append('\n'));
        }
    }

    private void goals() {
        row("#", "Goal", "must", "aim", "Gavel", "Prisma", "SQL by hand", "limit", "times better", "reached");
        row("---", "---", "---", "---", "---", "---", "---", "---", "---", "---");
        for (var goal : goals) {
            row(
                    goal.number(),
                    goal.what(),
                    goal.must().text(goal.higherIsBetter()),
                    goal.aim().text(goal.higherIsBetter()),
                    Numbers.text(goal.ours()),
                    Numbers.text(goal.prisma()),
                    Numbers.text(goal.sql()),
                    goal.limit(),
                    Numbers.text(goal.times(goal.prisma())) + " / " + Numbers.text(goal.times(goal.sql())),
                    goal.verdict());
        }
    }

    private void scenario(String scenario) {
        text.append("\n## ").append(scenario).append("\n\n");
        var columns = List.copyOf(results.columns());
        row("", String.join(" | ", columns));
        row("---", columns.stream().map(column -> "---").collect(Collectors.joining(" | ")));
        for (var figure : results.figures(scenario)) {
            row(
                    figure,
                    columns.stream()
                            .map(column -> cell(scenario, column, figure))
                            .collect(Collectors.joining(" | ")));
        }
    }

    /** The median, and of how many runs with which extremes. */
    private String cell(String scenario, String column, String figure) {
        var median = Numbers.text(results.median(scenario, column, figure));
        var runs = results.runs(scenario, column, figure);
        if (runs.size() < 2) {
            return median;
        }
        var range = runs.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return median + " (" + Numbers.text(range.getMin()) + "–" + Numbers.text(range.getMax()) + ")";
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
