package io.gavel.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A finished run of a command of the operating system; output holds its standard output and errors. */
record CommandRun(int exitCode, String output) {
    private static final String USUAL_FOLDERS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> KEPT_VARIABLES = List.of("PATH", "SystemRoot", "TEMP", "TMP");

    boolean succeeded() {
        return exitCode == 0;
    }

    static boolean onWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Runs a command in the root folder, for the server's user may not be let into the node's; an interrupt waits. */
    static CommandRun of(List<String> command, String input, Duration limit) throws PostgresException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (!onWindows()) {
            builder.directory(Path.of("/").toFile());
        }
        keepOnly(builder.environment());
        try {
            Process process = builder.start();
            try (OutputStream toProcess = process.getOutputStream()) {
                toProcess.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closedEarly) {
                // A command that ends without reading tells why by its exit code and output.
            }
            if (!ended(process, limit)) {
                process.destroyForcibly();
                throw new PostgresException(name(command) + " did not end within " + limit.toSeconds() + " s");
            }
            return new CommandRun(process.exitValue(), output(process));
        } catch (IOException e) {
            throw new PostgresException("Cannot run " + name(command), e);
        }
    }

    /** The node's variables hold secrets and PG* settings, neither of which the server may see. */
    private static void keepOnly(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        environment.clear();
        for (String name : KEPT_VARIABLES) {
            String value = all.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        if (!onWindows()) {
            environment.merge("PATH", USUAL_FOLDERS, (path, usual) -> path + ":" + usual);
        }
        environment.put("LC_ALL", "C");
    }

    private static boolean ended(Process process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Only what is there: a grandchild that holds the pipe open must not keep the node waiting. */
    private static String output(Process process) throws IOException {
        try (InputStream fromProcess = process.getInputStream()) {
            return new String(fromProcess.readNBytes(fromProcess.available()), StandardCharsets.UTF_8);
        }
    }

    private static String name(List<String> command) {
        return Path.of(command.get(0)).getFileName().toString();
    }
}
