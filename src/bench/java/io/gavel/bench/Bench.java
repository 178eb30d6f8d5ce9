package io.gavel.bench;

import io.gavel.bench.growth.Growth;
import io.gavel.bench.measure.Figures;
import io.gavel.bench.report.Machine;
import io.gavel.bench.report.Report;
import io.gavel.bench.report.Results;
import io.gavel.bench.scenario.Scenario;
import io.gavel.bench.scenario.Scenarios;
import io.gavel.bench.server.BenchPostgres;
import io.gavel.bench.server.GavelLauncher;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.PeerInstall;
import io.gavel.bench.server.PeerLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        boolean good;
        try (var postgres = BenchPostgres.start(options.folder().resolve("postgres"))) {
            var bench = new Bench(options, launchers(options, postgres));
            var machine = Machine.look(postgres, options.javaOptions());
            bench.run(machine);
            good = bench.tell();
        }
        System.exit(good ? 0 : 1);
    }

    private static List<Launcher> launchers(Options options, BenchPostgres postgres) {
        var all = new ArrayList<Launcher>();
        all.add(new GavelLauncher(options.jar(), options.folder().resolve("gavel"), options.javaOptions(), postgres));
        var peer = options.folder().resolve("peer");
        var absent = PeerInstall.install(Path.of("src", "bench", "peer"), peer);
        if (absent.isEmpty()) {
            all.add(new PeerLauncher(peer, false, postgres));
            all.add(new PeerLauncher(peer, true, postgres));
        } else {
            System.out.println(absent);
        }
        return all.stream()
                .filter(launcher -> options.wantsColumn(launcher.name()))
                .toList();
    }

    private void run(Machine machine) {
        try (var servers = new Servers()) {
            for (var scenario : scenarios()) {
                measure(scenario, servers);
                // What was measured is kept if the rest of the hours is not wanted any more.
                machine.end();
                Report.write(options.folder(), results, machine, options.command());
            }
        }
    }

    private List<Scenario> scenarios() {
        var all = new ArrayList<>(Scenarios.all(options.pace()));
        // A table of its own, and not of the goals: only who asks for it waits for it.
        if (!options.only().isEmpty()) {
            all.addAll(Growth.all(options.pace()));
        }
        return all.stream()
                .filter(scenario -> options.wantsScenario(scenario.name()))
                .toList();
    }

    /** All kinds in turn, so that a machine that slows down slows all of them down. */
    private void measure(Scenario scenario, Servers servers) {
        for (int run = 0; run < options.runs(); run++) {
            for (var launcher : launchers) {
                if (scenario.isOursAlone() && !launcher.isOurs()) {
                    continue;
                }
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
            return scenario.run(launcher, server, servers.isFirst(launcher, scenario.work()));
        } catch (IllegalStateException failed) {
            return new Figures().fault(String.valueOf(failed.getMessage()));
        }
    }

    /** Says what went wrong; returns whether nothing did. */
    private boolean tell() {
        results.faults().forEach(fault -> System.out.println("FAULT " + fault));
        System.out.println("written: " + options.folder().resolve("performance.md"));
        return results.faults().isEmpty();
    }
}
