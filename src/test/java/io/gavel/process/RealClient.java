package io.gavel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gavel.Tools;
import io.gavel.User;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** Somebody in a meeting with the client library as it is published: a process that runs a script of src/test/js. */
final class RealClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path errors;
    private final List<JsonObject> said = new CopyOnWriteArrayList<>();

    private RealClient(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        var reader = new Thread(() -> process.inputReader(StandardCharsets.UTF_8)
                .lines()
                .map(JsonObject::new)
                .forEach(said::add));
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a script, which joins the meeting at once.
     *
     * @param more what this script takes besides address, token and meeting
     */
    static RealClient start(Path folder, String script, User user, long meetingId, String... more) throws IOException {
        var errors = Files.createTempFile(folder, script + "-", ".log");
        var command = Stream.concat(
                        Stream.of(
                                Tools.requireOrSkip("node").toString(),
                                script,
                                user.url(),
                                user.token(),
                                Long.toString(meetingId)),
                        Stream.of(more))
                .toList();
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        return new RealClient(process, errors);
    }

    /** The answer to the join that follows the {@code nth} opening of the connection, counted from 1. */
    JsonObject joined(int nth) {
        return nth("joined", nth).getJsonObject("joined");
    }

    /** How often it has joined by now. */
    int joins() {
        return (int) said.stream().filter(line -> line.containsKey("joined")).count();
    }

    /** Sends a command and waits for what its callback gets: {@code answer} or {@code error}. */
    JsonObject send(String address, JsonObject body) {
        var before = said.size();
        order(new JsonObject()
                .put("send", new JsonObject().put("address", address).put("body", body)));
        return waitFor(() -> said.stream()
                .skip(before)
                .filter(line -> address.equals(line.getString("address")))
                .findFirst());
    }

    /** Cuts its way to the node; new connections go through. */
    void cut() {
        order(new JsonObject().put("cut", true));
    }

    /** Waits for an event of this name. */
    void hears(String event) {
        waitFor(() -> events().stream()
                .filter(heard -> event.equals(heard.getString("event")))
                .findFirst());
    }

    /** What it heard by now, in its order. */
    List<JsonObject> events() {
        return said.stream()
                .filter(line -> line.containsKey("event"))
                .map(line -> line.getJsonObject("event"))
                .toList();
    }

    private JsonObject nth(String kind, int nth) {
        return waitFor(() -> said.stream()
                .filter(line -> line.containsKey(kind))
                .skip(nth - 1L)
                .findFirst());
    }

    private JsonObject waitFor(Supplier<Optional<JsonObject>> what) {
        try {
            return await().atMost(PATIENCE)
                    .until(
                            () -> {
                                assertThat(process.isAlive())
                                        .as("the client runs")
                                        .isTrue();
                                return what.get();
                            },
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException | AssertionError e) {
            throw new AssertionError("The client said " + said + " and " + read(errors), e);
        }
    }

    private void order(JsonObject order) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(order.encode())
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new UncheckedIOException(read(errors), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its input, at which it goes and takes its browser along. */
    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException alreadyGone) {
            // Then there is nothing to end but what it left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
