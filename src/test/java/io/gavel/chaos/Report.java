package io.gavel.chaos;

import io.gavel.chaos.Judgement.Line;
import io.gavel.chaos.Nemesis.Injected;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run comes to, as a page for people and as JSON.
 *
 * @param figures by name, as text with their unit
 */
record Report(long seed, List<Injected> faults, Judgement judgement, Map<String, String> figures, String picture) {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Gavel, broken on purpose: seed %d</title>
            <style>
            :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
            body { max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; margin: 1rem 0; }
            td, th { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid #8884; vertical-align: top; }
            pre { overflow-x: auto; font-size: .8rem; }
            .kept { color: #2da44e; } .broken { color: #cf222e; }
            </style>
            <h1>Seed %d: <span class="%s">%s</span></h1>
            <p>Three nodes, PostgreSQL and HAProxy on one machine. Red is when something was broken; the curves are what
            clients were acknowledged and what was delivered to them, each second.</p>
            %s
            <h2>What was promised</h2>
            <table><tr><th><th>promise<th>broken<th>first counterexample</tr>%s</table>
            <h2>What was broken</h2>
            <table><tr><th>fault<th>for<th>how much</tr>%s</table>
            <h2>Figures</h2>
            <table>%s</table>
            </html>
            """;

    /** Writes report-SEED.html and report-SEED.json. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report-" + seed + ".html"), page());
        Files.writeString(folder.resolve("report-" + seed + ".json"), json().encodePrettily());
    }

    private String page() {
        return PAGE.formatted(
                seed,
                seed,
                judgement.isGreen() ? "kept" : "broken",
                judgement.isGreen() ? "every promise was kept" : "a promise was broken",
                picture,
                rows(judgement.lines(), Report::row),
                rows(faults, Report::row),
                rows(List.copyOf(figures.entrySet()), Report::row));
    }

    private interface Row<T> {
        String of(T what);
    }

    private static <T> String rows(List<T> all, Row<T> row) {
        return all.stream().map(row::of).collect(Collectors.joining("\n"));
    }

    private static String row(Line line) {
        return "<tr><td>%s<td>%s<td class=\"%s\">%s<td>%s</tr>"
                .formatted(
                        line.number(),
                        escaped(line.promise()),
                        line.times() == 0 ? "kept" : "broken",
                        line.times() == 0 ? "never" : line.times() + " times",
                        line.first().isEmpty() ? "" : "<pre>" + escaped(line.first()) + "</pre>");
    }

    private static String row(Injected injected) {
        var length = Duration.ofNanos(injected.to() - injected.from());
        return "<tr><td>%s<td>%.1f s<td>%d %s</tr>"
                .formatted(
                        escaped(injected.fault().toString()),
                        length.toMillis() / 1e3,
                        injected.count(),
                        escaped(injected.fault().unit()));
    }

    private static String row(Map.Entry<String, String> figure) {
        return "<tr><td>%s<td>%s</tr>".formatted(escaped(figure.getKey()), escaped(figure.getValue()));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }

    private JsonObject json() {
        var promises = new JsonObject();
        judgement.lines().forEach(line -> promises.put(line.number(), line.times()));
        var broken = new JsonArray();
        faults.forEach(injected -> broken.add(new JsonObject()
                .put("fault", injected.fault().toString())
                .put("count", injected.count())
                .put("unit", injected.fault().unit())));
        var numbers = new JsonObject();
        figures.forEach(numbers::put);
        return new JsonObject()
                .put("seed", seed)
                .put("violations", promises)
                .put("faults", broken)
                .put("figures", numbers);
    }
}
