package io.gavel.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures the time and the memory that the small steps of the hot paths take, one after the other. */
public final class Micro {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final Path FOLDER = Path.of("target", "bench");

    private Micro() {}

    /** @param arguments a pattern of names, or nothing for all */
    public static void main(String[] arguments) throws RunnerException {
        try {
            Files.createDirectories(FOLDER);
            var results = new Runner(options(arguments.length == 0 ? "" : arguments[0])).run();
            var table = table(results);
            Files.writeString(FOLDER.resolve("micro.md"), table);
            System.out.println(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Options options(String pattern) {
        return new OptionsBuilder()
                .include(pattern.isBlank() ? "Benchmark\\." : pattern)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx512m")
                .resultFormat(ResultFormatType.JSON)
                .result(FOLDER.resolve("micro.json").toString())
                .build();
    }

    /** Beside the mean the best of all turns: what else the machine did was least then. */
    private static String table(Collection<RunResult> results) {
        var lines = new ArrayList<String>();
        lines.add("| Step | of | ns | at best | bytes allocated |");
        lines.add("| --- | --- | --- | --- | --- |");
        for (var result : results) {
            var parameters = result.getParams();
            var time = result.getPrimaryResult();
            var of = parameters.getParamsKeys().stream()
                    .map(key -> parameters.getParam(key) + " " + key)
                    .reduce((one, next) -> one + ", " + next)
                    .orElse("");
            var memory = result.getSecondaryResults().get(ALLOCATED);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.0f | %.0f |",
                    name(parameters.getBenchmark()),
                    of,
                    time.getScore(),
                    time.getStatistics().getMin(),
                    memory == null ? Double.NaN : memory.getScore()));
        }
        return String.join("\n", lines) + "\n";
    }

    /** Such as Token.signing. */
    private static String name(String benchmark) {
        var words = benchmark.split("\\.", -1);
        return words[words.length - 2].replace("Benchmark", "") + "." + words[words.length - 1];
    }
}
