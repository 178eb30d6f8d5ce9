package io.gavel.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** Another Java process that starts the embedded PostgreSQL on a folder and keeps it until it is killed. */
record OwnerProcess(Process process, String firstLine) implements AutoCloseable {
    static OwnerProcess on(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("url ") && !line.startsWith("refused ")) {
            line = output.readLine();
        }
        return new OwnerProcess(process, line == null ? "" : line);
    }

    /** Prints the address, or the reason why not, and ends with its input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        try {
            System.out.println("url "
                    + EmbeddedPostgres.start(Path.of(arguments[0]), false).url());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (PostgresException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    String url() {
        return firstLine.substring("url ".length());
    }

    /** As kill -9 does: nothing of the process runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
