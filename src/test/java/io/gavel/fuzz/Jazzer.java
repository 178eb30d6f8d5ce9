package io.gavel.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs of Jazzer, each in a process of its own: it changes the classes that it looks at, and knows one target.
 *
 * @param runs how many inputs were tried
 * @param output all that it said
 */
record Jazzer(int exitCode, long runs, String output) {
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in");

    /** What a person who starts the node may ask for by right: other files, and expressions. */
    private static final String NOT_OURS = "com.code_intelligence.jazzer.sanitizers.FilePathTraversal"
            + File.pathSeparator
            + "com.code_intelligence.jazzer.sanitizers.RegexInjection";

    /** Looks for so many seconds. */
    static Jazzer run(Targets target, long seconds) throws IOException, InterruptedException {
        var folder = Files.createDirectories(FOLDER.resolve(target.name()));
        return run(
                target,
                folder,
                seconds,
                folder.toString(),
                Corpus.folder(target).toString());
    }

    /** All targets in turn, beginning with what lies in the repository for each. */
    static Jazzer runAll(long seconds) throws IOException, InterruptedException {
        var folder = Files.createDirectories(FOLDER.resolve("all"));
        for (var target : Targets.values()) {
            for (var seed : Corpus.seeds(target)) {
                var content = Corpus.read(seed);
                var numbered = new byte[content.length + 1];
                numbered[0] = target.number();
                System.arraycopy(content, 0, numbered, 1, content.length);
                Files.write(folder.resolve(target + "-" + seed.getFileName()), numbered);
            }
        }
        return run(null, folder, seconds, folder.toString());
    }

    private static Jazzer run(@Nullable Targets target, Path folder, long seconds, String... corpora)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"));
        if (target != null) {
            command.add("-D" + Fuzzed.TARGET + "=" + target);
        }
        command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
        command.addAll(List.of(
                "--target_class=" + Fuzzed.class.getName(),
                "--instrumentation_includes=io.gavel.**",
                "--custom_hook_includes=io.gavel.**",
                "--disabled_hooks=" + NOT_OURS,
                "--reproducer_path=" + FOLDER,
                "-max_total_time=" + seconds,
                "-rss_limit_mb=0",
                "-artifact_prefix=" + folder + "-"));
        command.addAll(List.of(corpora));
        var log = Path.of(folder + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var exitCode = process.waitFor();
        var output = Files.readString(log);
        var done = DONE.matcher(output);
        return new Jazzer(exitCode, done.find() ? Long.parseLong(done.group(1)) : 0, output);
    }

    /** Surefire's and Failsafe's own one, which is not the path of their process. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
