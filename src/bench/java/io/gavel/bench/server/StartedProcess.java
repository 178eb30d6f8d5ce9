package io.gavel.bench.server;

import io.gavel.bench.measure.Proc;
import io.gavel.bench.net.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of ours, its output in a file. */
final class StartedProcess implements AutoCloseable {
    private static final double PATIENCE_SECONDS = 90;
    private static final long PAUSE_MILLIS = 5;
    private static final int HTTP_MILLIS = 2000;

    /** Those that run, so that nothing outlives a benchmark that is broken off. */
    private static final Set<StartedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> List.copyOf(RUNNING).forEach(StartedProcess::close), "end servers"));
    }

    private final Process process;
    private final Path log;
    private final long startedAt = Loop.micros();

    private StartedProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command; of this process's own variables it gets only what a program needs to be found. */
    static StartedProcess start(Path folder, String name, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
            var log = folder.resolve(name + ".log");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
            builder.environment().putAll(environment);
            var started = new StartedProcess(builder.start(), log);
            RUNNING.add(started);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Waits for the first 200 and tells what it took. */
    ColdStart awaitOk(InetSocketAddress address, String path) {
        var end = Loop.micros() + (long) (PATIENCE_SECONDS * 1e6);
        while (!answersOk(address, path)) {
            if (!process.isAlive() || Loop.micros() > end) {
                throw new IllegalStateException("it does not start: " + said());
            }
            pause();
        }
        var cpu = pids().mapToLong(Proc::cpuMicros).sum();
        return new ColdStart((Loop.micros() - startedAt) / 1000.0, cpu / 1000.0, residentMebibytes());
    }

    /** Waits until an answer has such a line. */
    void awaitLine(InetSocketAddress address, String path, String line) {
        var end = Loop.micros() + (long) (PATIENCE_SECONDS * 1e6);
        while (!get(address, path).lines().anyMatch(line::equals)) {
            if (Loop.micros() > end) {
                throw new IllegalStateException(line + " does not come about: " + said());
            }
            pause();
        }
    }

    private static String get(InetSocketAddress address, String path) {
        try (var stream = connect(address, path).getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    private static boolean answersOk(InetSocketAddress address, String path) {
        try {
            return connect(address, path).getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static HttpURLConnection connect(InetSocketAddress address, String path) throws IOException {
        var url = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path)
                .toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setConnectTimeout(HTTP_MILLIS);
        connection.setReadTimeout(HTTP_MILLIS);
        return connection;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The process and those that it started. */
    Stream<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
    }

    private double residentMebibytes() {
        return pids().mapToLong(Proc::residentKibibytes).sum() / 1024.0;
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean exitsWell(long minutes) {
        try {
            return process.waitFor(minutes, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        RUNNING.remove(this);
    }
}
