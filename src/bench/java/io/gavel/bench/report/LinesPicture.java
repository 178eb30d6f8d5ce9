package io.gavel.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A diagram for each line of growth: how many times dearer than at the smallest size, by powers. Flat is good. */
final class LinesPicture {
    private static final int LEFT = 60;
    private static final int WIDTH = 360;
    private static final int HEIGHT = 150;
    private static final int KEY = 250;
    private static final int GAP = 70;
    private static final double LEAST_TOP = 3;
    private static final double BOTTOM = 0.33;
    private static final List<String> COLOURS = List.of(
            "#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2", "#be185d", "#4b5563", "#65a30d",
            "#92400e", "#1e3a8a", "#000000");

    private final Lines lines;
    private final StringBuilder svg = new StringBuilder();
    private int top = 60;

    LinesPicture(Lines lines) {
        this.lines = lines;
    }

    String text() {
        lines.names().forEach(this::diagram);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (LEFT + WIDTH + KEY) + "\" height=\"" + top
                + "\" font-family=\"sans-serif\" font-size=\"11\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + "<text x=\"10\" y=\"22\" font-size=\"15\">Times the cost at the smallest size; flat is good</text>\n"
                + svg + "</svg>\n";
    }

    private void diagram(String line) {
        var figures = lines.figures(line).stream()
                .filter(figure -> figure.contains(" us"))
                .toList();
        var most = figures.stream()
                .flatMap(figure -> lines.sizes(line).stream().map(size -> lines.times(line, size, figure)))
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        var scale = Math.max(LEAST_TOP, most);
        label(10, top - 8, line);
        rule(1, scale);
        rule(scale, scale);
        var sizes = lines.sizes(line);
        for (int i = 0; i < sizes.size(); i++) {
            label(x(i, sizes.size()) - 10, top + HEIGHT + 14, sizes.get(i).toString());
        }
        for (int i = 0; i < figures.size(); i++) {
            curve(line, figures.get(i), scale, i);
        }
        top += Math.max(HEIGHT, figures.size() * 14) + GAP;
    }

    private void curve(String line, String figure, double scale, int number) {
        var colour = COLOURS.get(number % COLOURS.size());
        var sizes = lines.sizes(line);
        var points = sizes.stream()
                .filter(size -> Double.isFinite(lines.times(line, size, figure)))
                .map(size -> x(sizes.indexOf(size), sizes.size()) + "," + y(lines.times(line, size, figure), scale))
                .collect(Collectors.joining(" "));
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n"
                        + "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                points,
                colour,
                LEFT + WIDTH + 12,
                top + 10 + 14 * number,
                colour,
                figure));
    }

    private void rule(double times, double scale) {
        int y = y(times, scale);
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#d1d5db\"/>%n",
                LEFT,
                y,
                LEFT + WIDTH,
                y));
        label(20, y + 4, Numbers.text(times) + "x");
    }

    private void label(int x, int y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, text));
    }

    private static int x(int index, int count) {
        return LEFT + (count < 2 ? 0 : index * WIDTH / (count - 1));
    }

    private int y(double times, double scale) {
        return top
                + HEIGHT
                - (int) Math.round(HEIGHT * Math.log(Math.max(times, BOTTOM) / BOTTOM) / Math.log(scale / BOTTOM));
    }
}
