package io.gavel.bench.report;

import java.util.List;
import java.util.Locale;

/** Bars: server CPU per piece of work, one group per scenario, each scaled to the dearest server of its group. */
final class Picture {
    private static final int LEFT = 210;
    private static final int WIDTH = 560;
    private static final int BAR = 14;
    private static final int GAP = 16;
    private static final int TOP = 64;
    private static final int RIGHT = 90;
    private static final List<String> COLOURS = List.of("#2563eb", "#9ca3af", "#d1b894");
    private static final List<String> FIGURES =
            List.of("server us/delivery", "server us", "server us/connection", "RSS KB/connection", "CPU ms");

    private final Results results;
    private final List<String> columns;
    private final StringBuilder svg = new StringBuilder();
    private int y = TOP;

    Picture(Results results) {
        this.results = results;
        this.columns = List.copyOf(results.columns());
    }

    String text() {
        for (var scenario : results.scenarios()) {
            FIGURES.stream()
                    .filter(figure -> results.figures(scenario).contains(figure))
                    .findFirst()
                    .ifPresent(figure -> group(scenario, figure));
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (LEFT + WIDTH + RIGHT) + "\" height=\"" + y
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + "<text x=\"10\" y=\"22\" font-size=\"16\">What a piece of work costs; shorter is better</text>\n"
                + legend() + svg + "</svg>\n";
    }

    private String legend() {
        var legend = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            int x = 10 + i * 180;
            legend.append(rectangle(x, 34, 12, 12, i)).append(label(x + 18, 44, columns.get(i)));
        }
        return legend.toString();
    }

    private void group(String scenario, String figure) {
        var dearest = columns.stream()
                .mapToDouble(column -> results.median(scenario, column, figure))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
        if (dearest <= 0) {
            return;
        }
        svg.append(label(10, y + 11, scenario)).append(label(10, y + 25, figure));
        int begin = y;
        for (int i = 0; i < columns.size(); i++) {
            var value = results.median(scenario, columns.get(i), figure);
            if (!Double.isNaN(value)) {
                var length = Math.max(1, (int) Math.round(WIDTH * value / dearest));
                svg.append(rectangle(LEFT, y, length, BAR - 2, i))
                        .append(label(LEFT + length + 6, y + 11, Numbers.text(value)));
                y += BAR;
            }
        }
        y = Math.max(y, begin + 2 * BAR) + GAP;
    }

    private static String rectangle(int x, int y, int width, int height, int colour) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                width,
                height,
                COLOURS.get(colour % COLOURS.size()));
    }

    private static String label(int x, int y, String text) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text);
    }
}
