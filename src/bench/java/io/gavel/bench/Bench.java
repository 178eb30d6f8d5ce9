package io.gavel.bench;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.report.Results;
import io.gavel.bench.scenario.Scenario;
import io.gavel.bench.scenario.Scenarios;
import io.gavel.bench.server.BenchPostgres;
import io.gavel.bench.server.GavelLauncher;
import io.gavel.bench.server.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Measures Gavel, and what people would use instead, side by side. */
public final class Bench {
    private final Options options;
    private final List<Launcher> launchers;
    private final Results results = new Results();

    private Bench(Options options, List<Launcher> launchers) {
        this.options = options;
        this.launchers = launchers;
    }

    public static void main(String[] arguments) {
        var options = Options.read();
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var postgres = BenchPostgres.start(options.folder().resolve("postgres"))) {
            var bench = new Bench(options, launchers(options, postgres));
            bench.run();
            System.exit(bench.results.faults().isEmpty() ? 0 : 1);
        }
    }

    private static List<Launcher> launchers(Options options, BenchPostgres postgres) {
        var all = new ArrayList<Launcher>();
        all.add(new GavelLauncher(options.jar(), options.folder().resolve("gavel"), options.javaOptions(), postgres));
        return all.stream()
                .filter(launcher -> options.wantsColumn(launcher.name()))
                .toList();
    }

    private void run() {
        try (var servers = new Servers()) {
            for (var scenario : Scenarios.all(options.pace())) {
                if (options.wantsScenario(scenario.name())) {
                    measure(scenario, servers);
                }
            }
        }
    }

    /** All kinds in turn, so that a machine that slows down slows all of them down. */
    private void measure(Scenario scenario, Servers servers) {
        for (int run = 0; run < options.runs(); run++) {
            for (var launcher : launchers) {
                results.add(scenario.name(), launcher, one(scenario, launcher, servers));
            }
        }
    }

    private static Figures one(Scenario scenario, Launcher launcher, Servers servers) {
        if (scenario.wantsFresh()) {
            servers.close();
        }
        try {
            var server = servers.of(launcher, scenario.nodes());
            return scenario.run(launcher, server, servers.isFirst(launcher, scenario.name()));
        } catch (IllegalStateException failed) {
            return new Figures().fault(String.valueOf(failed.getMessage()));
        }
    }
}
