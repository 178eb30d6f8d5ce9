package io.gavel.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios of growth, line by line: what each figure is at each size. */
final class Lines {
    private static final String GROUP = "growth ";

    private final Results results;
    private final String column;
    private final Map<String, List<Integer>> sizes = new LinkedHashMap<>();

    Lines(Results results) {
        this.results = results;
        this.column = results.columns().stream().findFirst().orElse("");
        for (var scenario : results.scenarios()) {
            if (scenario.startsWith(GROUP)) {
                int end = scenario.lastIndexOf(' ');
                sizes.computeIfAbsent(scenario.substring(GROUP.length(), end), line -> new ArrayList<>())
                        .add(Integer.valueOf(scenario.substring(end + 1)));
            }
        }
    }

    List<String> names() {
        return List.copyOf(sizes.keySet());
    }

    List<Integer> sizes(String line) {
        return sizes.getOrDefault(line, List.of());
    }

    List<String> figures(String line) {
        return List.copyOf(results.figures(scenario(line, sizes(line).get(0))));
    }

    double value(String line, int size, String figure) {
        return results.median(scenario(line, size), column, figure);
    }

    /** How much dearer it is than at the smallest size. */
    double times(String line, int size, String figure) {
        return value(line, size, figure) / value(line, sizes(line).get(0), figure);
    }

    private static String scenario(String line, int size) {
        return GROUP + line + " " + size;
    }

    /** The tables, one for each line; empty where nothing of growth was measured. */
    String markdown() {
        var text = new StringBuilder();
        for (var line : names()) {
            text.append("\n| ").append(line).append(" |");
            sizes(line).forEach(size -> text.append(' ').append(size).append(" |"));
            text.append(" last : first |\n|")
                    .append(" --- |".repeat(sizes(line).size() + 2))
                    .append('\n');
            for (var figure : figures(line)) {
                row(text, line, figure);
            }
        }
        return text.toString();
    }

    private void row(StringBuilder text, String line, String figure) {
        var last = sizes(line).get(sizes(line).size() - 1);
        text.append("| ").append(figure).append(" |");
        sizes(line)
                .forEach(size -> text.append(' ')
                        .append(Numbers.text(value(line, size, figure)))
                        .append(" |"));
        text.append(' ').append(Numbers.text(times(line, last, figure))).append(" |\n");
    }
}
