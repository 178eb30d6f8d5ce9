package io.gavel.process;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.gavel.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scripts of src/test/js, in a copy of their own beside all that they read, with the libraries of their lock file. */
final class Scripts {
    private static final Path SCRIPTS = Path.of("src", "test", "js");
    private static final List<Path> READ =
            List.of(SCRIPTS, Path.of("src", "main", "web"), Path.of("src", "docs"), Path.of("README.md"));
    private static @Nullable Path installed;
    private static String broken = "";

    private Scripts() {}

    /** What a script printed, and how it ended. */
    record Outcome(int exitCode, String output) {}

    /** The scripts' folder, made once for all tests; without Node.js, npm or a registry the test is skipped. */
    static synchronized Path install() throws IOException, InterruptedException {
        if (installed == null && broken.isEmpty()) {
            installed = installAnew();
        }
        if (installed == null) {
            return Tools.areRequired() ? fail(broken) : abort(broken);
        }
        return installed;
    }

    /** Null where npm does not get the libraries here: that is not tried again for each test. */
    private static @Nullable Path installAnew() throws IOException, InterruptedException {
        Tools.requireOrSkip("node");
        var npm = Tools.requireOrSkip("npm").toString();
        var copy = NodeProcess.freshFolder("js");
        for (var read : READ) {
            copy(read, copy);
        }
        var folder = copy.resolve(SCRIPTS);
        var done = run(folder, 120, Map.of(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (done.exitCode() != 0) {
            broken = "npm ci does not work here: " + done.output();
            return null;
        }
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            // What somebody installed by hand stays where it is.
            var kept = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList();
            for (var file : kept) {
                var target = to.resolve(file.toString());
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(file, target);
            }
        }
    }

    /** Runs a script by Node.js in the folder of the scripts, with these variables. */
    static Outcome node(Path folder, int seconds, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(Tools.requireOrSkip("node").toString()), Arrays.stream(arguments));
        return run(folder, seconds, variables, command.toArray(String[]::new));
    }

    private static Outcome run(Path folder, int seconds, Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "run-", ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        var process = builder.start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return new Outcome(-1, Files.readString(output) + "\nnot done within " + seconds + " s");
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
