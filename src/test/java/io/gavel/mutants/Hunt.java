package io.gavel.mutants;

import io.gavel.cluster.Trial;
import io.gavel.stream.simulation.SimulationRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs what judges the product against one copy of it, in processes of their own, seed by seed until one finds something. */
final class Hunt {
    static final String SIMULATION = "simulation";
    static final List<String> WAYS = List.of(SIMULATION, Trial.RESTARTS, Trial.CUT_BUS);

    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** The processes say so when a promise is broken; whatever else they end with is a defect of theirs. */
    private static final int BROKEN = 1;

    private final Path folder;
    private final List<Path> classes;
    private final Path jar;

    private Hunt(Path folder, List<Path> classes, Path jar) {
        this.folder = folder;
        this.classes = classes;
        this.jar = jar;
    }

    /** What was found first. */
    record Found(long seed, String what) {
        /** The promise alone. */
        String invariant() {
            return what.split("[,:]", 2)[0];
        }
    }

    static Hunt after(Mutant mutant) throws IOException {
        return new Hunt(mutant.folder(), List.of(mutant.classes()), mutant.jar());
    }

    /** The product as it is. */
    static Hunt afterNothing() throws IOException {
        return new Hunt(Files.createDirectories(Mutant.ALL.resolve("none")), List.of(), Path.of("target/gavel.jar"));
    }

    /** The first of the seeds 1, 2, 3 … that finds something. */
    Optional<Found> find(String way, int seeds) throws IOException, InterruptedException {
        for (long seed = 1; seed <= seeds; seed++) {
            var output = folder.resolve(way.replace(' ', '-') + "-" + seed + ".log");
            var ended = way.equals(SIMULATION)
                    ? run(output, SimulationRun.class, Long.toString(seed), "1")
                    : run(output, Trial.class, way, Long.toString(seed));
            if (ended == BROKEN) {
                return Optional.of(new Found(seed, told(output)));
            }
            if (ended != 0) {
                throw new AssertionError(way + " with seed " + seed + " ended with " + ended + ": see " + output);
            }
        }
        return Optional.empty();
    }

    /** Marked among whatever else such a process writes. */
    private static String told(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.startsWith(Trial.MARK))
                .map(line -> line.substring(Trial.MARK.length()))
                .findFirst()
                .orElse("nothing is said");
    }

    private int run(Path output, Class<?> main, String... words) throws IOException, InterruptedException {
        var classPath = new ArrayList<>(classes.stream().map(Path::toString).toList());
        classPath.add(System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "-Dgavel.jar=" + jar,
                "-cp",
                String.join(System.getProperty("path.separator"), classPath),
                main.getName()));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError(main + " takes longer than " + LIMIT + ": see " + output);
        }
        return process.exitValue();
    }
}
