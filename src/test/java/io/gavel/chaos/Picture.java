package io.gavel.chaos;

import io.gavel.chaos.Nemesis.Injected;
import io.gavel.chaos.Timeline.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The faults over what was done a second, as SVG. */
final class Picture {
    private static final int WIDTH = 1200;
    private static final int CURVES = 160;
    private static final int BAR = 18;
    private static final int LEFT = 60;

    private final List<Sample> samples;
    private final List<Injected> faults;
    private final long begin;
    private final double scale;

    Picture(List<Sample> samples, List<Injected> faults) {
        this.samples = samples;
        this.faults = faults;
        begin = samples.get(0).nanos();
        scale = (WIDTH - LEFT) / (double) (samples.get(samples.size() - 1).nanos() - begin);
    }

    String svg() {
        var height = CURVES + 30 + BAR * faults.size();
        return ("<svg viewBox='0 0 %d %d' xmlns='http://www.w3.org/2000/svg' role='img' font-family='sans-serif' font-size='12'>"
                                .formatted(WIDTH, height)
                        + bars()
                        + curve("acknowledged", "#1f6feb", Sample::acknowledged, 12)
                        + curve("delivered", "#2da44e", Sample::delivered, 28)
                        + "</svg>")
                .replace('\'', '"');
    }

    private double x(long nanos) {
        return LEFT + (nanos - begin) * scale;
    }

    private String bars() {
        var bars = new StringBuilder();
        for (int i = 0; i < faults.size(); i++) {
            var fault = faults.get(i);
            var from = x(fault.from());
            var width = Math.max(2, x(fault.to()) - from);
            var y = CURVES + 20 + BAR * i;
            bars.append(String.format(
                    Locale.ROOT,
                    "<rect x='%.1f' y='0' width='%.1f' height='%d' fill='#cf222e' opacity='0.12'/>"
                            + "<rect x='%.1f' y='%d' width='%.1f' height='%d' fill='#cf222e'/>"
                            + "<text x='%.1f' y='%d' text-anchor='%s' fill='currentColor'>%s</text>",
                    from,
                    width,
                    y,
                    from,
                    y,
                    width,
                    BAR - 4,
                    from > WIDTH / 2.0 ? from - 6 : from + width + 6,
                    y + 11,
                    from > WIDTH / 2.0 ? "end" : "start",
                    Report.escaped(fault.fault().toString())));
        }
        return bars.toString();
    }

    /** Each curve has its own height: the most of it is told beside it. */
    private String curve(String name, String colour, ToLongFunction<Sample> total, int label) {
        var rates = new ArrayList<Double>();
        for (int i = 1; i < samples.size(); i++) {
            var seconds = (samples.get(i).nanos() - samples.get(i - 1).nanos()) / 1e9;
            rates.add((total.applyAsLong(samples.get(i)) - total.applyAsLong(samples.get(i - 1))) / seconds);
        }
        var most = rates.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        var points = new StringBuilder();
        for (int i = 0; i < rates.size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    x(samples.get(i + 1).nanos()),
                    CURVES - rates.get(i) / most * (CURVES - 10)));
        }
        return String.format(
                Locale.ROOT,
                "<polyline fill='none' stroke='%s' stroke-width='1.5' points='%s'/>"
                        + "<text x='4' y='%d' fill='%s'>%s, at most %.0f/s</text>",
                colour,
                points,
                label,
                colour,
                name,
                most);
    }
}
