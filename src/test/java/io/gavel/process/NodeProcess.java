package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.FreePorts;
import io.gavel.User;
import io.gavel.config.Variable;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node as {@code java -jar target/gavel.jar} starts it, on free ports, its output kept in its working directory.
 */
public final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final Process process;
    private final Path output;
    private final Path errors;
    private final int port;
    private final int managementPort;
    private final long startedNanos = System.nanoTime();

    private NodeProcess(Process process, Path output, Path errors, int port, int managementPort) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** An empty working directory; what an earlier run left there is gone. */
    public static Path freshFolder(String name) throws IOException {
        var folder = Path.of("target", "process", name).toAbsolutePath();
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /**
     * Starts a node; variables come as name, value, name, value, those of Java with their -D or -X. Nothing of the tests'
     * own environment counts. Its ports are free ones where they are not among the variables.
     */
    public static NodeProcess start(Path folder, String... variables) throws IOException {
        int port = port("PORT", variables);
        int managementPort = port("GAVEL_MANAGEMENT_PORT", variables);
        var output = Files.createTempFile(folder, "stdout-", ".log");
        var errors = Files.createTempFile(folder, "stderr-", ".log");
        var builder = new ProcessBuilder(command(variables))
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        var environment = builder.environment();
        Stream.of(Variable.values()).map(Variable::name).forEach(environment::remove);
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        environment.put("PORT", Integer.toString(port));
        environment.put("GAVEL_MANAGEMENT_PORT", Integer.toString(managementPort));
        for (int i = 0; i < variables.length; i += 2) {
            if (!variables[i].startsWith("-")) {
                environment.put(variables[i], variables[i + 1]);
            }
        }
        return new NodeProcess(builder.start(), output, errors, port, managementPort);
    }

    /** The one that is among the variables; any free one where none is, or one that no node would take. */
    private static int port(String name, String... variables) {
        int place = List.of(variables).indexOf(name);
        var isTold = place >= 0 && variables[place + 1].matches("\\d+");
        return isTold ? Integer.parseInt(variables[place + 1]) : FreePorts.next();
    }

    /** The variables of one member of a cluster, to be started with. */
    static String[] memberOf(List<Integer> clusterPorts, int number) {
        var members = clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return new String[] {
            "GAVEL_CLUSTER",
            "true",
            "GAVEL_CLUSTER_PORT",
            Integer.toString(clusterPorts.get(number)),
            "GAVEL_CLUSTER_MEMBERS",
            members,
            "GAVEL_BUS_PORT",
            "0"
        };
    }

    private static List<String> command(String... variables) {
        // The quick compiler alone: these processes live for seconds, several at once.
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        for (int i = 0; i < variables.length; i += 2) {
            if (variables[i].startsWith("-")) {
                command.add(variables[i] + (variables[i].startsWith("-D") ? "=" : "") + variables[i + 1]);
            }
        }
        var jar = Path.of(System.getProperty("gavel.jar", "target/gavel.jar"));
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return command;
    }

    /** Waits until the node says that it is ready; returns itself. */
    public NodeProcess ready() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> !process.isAlive() || readiness() == 200);
        assertThat(process.isAlive()).as(() -> "the node runs: " + said()).isTrue();
        return this;
    }

    /** The status of /health/ready; 0 while nobody answers. */
    public int readiness() {
        try {
            return get(managementUrl() + "/health/ready").status();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Milliseconds since the start of the process. */
    public long age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public String managementUrl() {
        return "http://127.0.0.1:" + managementPort;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Somebody with a token that this dev node made. */
    public User signIn(String id) {
        return User.signedIn(url(), new JsonObject().put("userId", id).put("name", "Name of " + id));
    }

    /** Asks an address without a token. */
    public static User.Answer get(String address) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return new User.Answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What it wrote to standard output by now. */
    public String output() {
        return read(output);
    }

    /** The lines that it wrote to standard error by now. */
    public List<String> errors() {
        return read(errors).lines().toList();
    }

    /** All that it wrote by now. */
    public String said() {
        return output() + String.join("\n", errors());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("no output in " + file, e);
        }
    }

    /** Asks the node to go, as SIGTERM does; does not wait for it. */
    public void terminate() {
        process.destroy();
    }

    /** As kill -9: the node gets no chance to do anything more. Its descendants live on. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it as it stands, with all its connections. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertThat(kill.waitFor()).as("kill -" + name).isZero();
    }

    /** The memory that it holds, in KiB, where the system tells it in /proc; else 0. */
    public long residentKibibytes() throws IOException {
        var status = Path.of("/proc", Long.toString(pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** The exit code of a node that ends by itself within this time. */
    public int exitCode(Duration limit) throws InterruptedException {
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as(() -> "the node ended within " + limit + ": " + said())
                .isTrue();
        return process.exitValue();
    }

    /** Ends it as SIGTERM does, so that its PostgreSQL ends with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
