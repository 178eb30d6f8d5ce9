package io.gavel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gavel.SharedNode;
import io.gavel.Tools;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The finalize script for Jitsi's recorder, run as the recorder runs it. */
class FinalizeScriptTest {
    private static final Path SCRIPT = Path.of("conf", "jitsi", "finalize-recording.sh");

    @TempDir
    Path temporary;

    private Path session = Path.of("");

    @BeforeEach
    void aSession() throws IOException {
        Tools.requireOrSkip("curl");
        session = Files.createDirectories(temporary.resolve("session of " + System.nanoTime()));
        Files.createDirectories(Film.folder());
    }

    @Test
    void everyFilmIsBroughtOverAndFindsItsMeeting() throws Exception {
        var meeting = HostedMeeting.with().ended();
        Files.writeString(
                session.resolve("metadata.json"), Recorder.metadata(meeting).encode());
        Files.writeString(session.resolve("Zürich & 'co' 100%_2.mp4"), "0123456789");
        Files.writeString(session.resolve("b.webm"), "01234");
        Files.writeString(session.resolve("notes.txt"), "no film");

        var first = run(SharedNode.get().url(), Film.folder());
        var again = run(SharedNode.get().url(), Film.folder());

        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(again.exitCode()).as(again.output()).isZero();
        var folder = "./public/recordings/" + session.getFileName() + "/";
        assertThat(recordings(meeting))
                .extracting(one -> one.getString("fileUrl") + " " + one.getLong("sizeBytes"))
                .containsExactlyInAnyOrder(folder + "Zürich & 'co' 100%_2.mp4 10", folder + "b.webm 5");
        var link = meeting.path("/recording/" + recordings(meeting).get(0).getLong("id") + "/link");
        var url = meeting.host().post(link).json().getString("url");
        assertThat(Film.get(url).body()).startsWith("01234");
        assertThat(session.resolve("b.webm")).exists();
    }

    @Test
    void aSessionInTheSharedFolderStaysWhereItIs() throws Exception {
        var meeting = HostedMeeting.with().ended();
        session = Files.createDirectories(Film.folder().resolve("jibri/session-" + meeting.id()));
        Files.writeString(
                session.resolve("metadata.json"), Recorder.metadata(meeting).encode());
        Files.writeString(session.resolve("a.mp4"), "0123456789");

        var done = run(SharedNode.get().url(), Film.folder());

        assertThat(done.exitCode()).as(done.output()).isZero();
        assertThat(recordings(meeting).get(0).getString("fileUrl"))
                .isEqualTo("./public/recordings/jibri/session-" + meeting.id() + "/a.mp4");
    }

    @Test
    void aRefusalIsAFailure() throws Exception {
        Files.writeString(session.resolve("metadata.json"), "{\"meetingId\":999999999999}");
        Files.writeString(session.resolve("a.mp4"), "0123456789");

        var done = run(SharedNode.get().url(), temporary);

        assertThat(done.exitCode()).isEqualTo(1);
        assertThat(done.output()).contains("refused (404)").doesNotContain(SharedNode.RECORDER_TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"404, refused (404)", "400, refused (400)", "301, leads to another one (301)"})
    void whatWouldBeTheSameAgainIsNotRepeated(int status, String said) throws Exception {
        Files.writeString(session.resolve("metadata.json"), "{}");
        Files.writeString(session.resolve("a.mp4"), "0123456789");
        var calls = new AtomicInteger();
        var server = serve(exchange -> {
            calls.incrementAndGet();
            return status;
        });
        try {
            var done = run(url(server), temporary);

            assertThat(done.exitCode()).isEqualTo(1);
            assertThat(done.output()).contains(said);
            assertThat(calls).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anOlderFileOfThatNameIsReplacedAndANameThatGavelDoesNotTakeIsSaid() throws Exception {
        Files.writeString(session.resolve("metadata.json"), "{}");
        Files.writeString(session.resolve("a.mp4"), "0123456789");
        Files.writeString(session.resolve("b..mp4"), "0123456789");
        var shared = Files.createDirectories(temporary.resolve("shared"));
        var brought = Files.createDirectories(shared.resolve(session.getFileName()));
        Files.writeString(brought.resolve("a.mp4"), "half");
        var server = serve(exchange -> 201);
        try {
            var done = run(url(server), shared);

            assertThat(brought.resolve("a.mp4")).hasContent("0123456789");
            assertThat(done.exitCode()).isEqualTo(1);
            assertThat(done.output()).contains("two dots").contains("'" + session.toRealPath() + "'");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aNodeThatIsAwayIsAskedAgain() throws Exception {
        Files.writeString(session.resolve("metadata.json"), "{}");
        Files.writeString(session.resolve("a.mp4"), "0123456789");
        var calls = new AtomicInteger();
        var server = serve(exchange -> calls.incrementAndGet() < 3 ? 503 : 201);
        try {
            var done = run(url(server), temporary);

            assertThat(done.exitCode()).as(done.output()).isZero();
            assertThat(calls).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void withoutMetadataOrFilmItFails() throws Exception {
        assertThat(run(SharedNode.get().url(), temporary).output()).contains("no metadata.json");
        Files.writeString(session.resolve("metadata.json"), "{}");
        assertThat(run(SharedNode.get().url(), temporary).output()).contains("no film");
        Files.writeString(session.resolve("a.mp4"), "x");

        var nobody = run("http://127.0.0.1:9", temporary);

        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.output()).contains("could not be told of (000)");
    }

    /** Answers each call with a status. */
    private static HttpServer serve(ToIntFunction<HttpExchange> status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status.applyAsInt(exchange), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Outcome run(String url, Path shared) throws IOException, InterruptedException {
        var output = temporary.resolve("output");
        var builder = new ProcessBuilder(Tools.requireOrSkip("sh").toString(), SCRIPT.toString(), session.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GAVEL_RECORDER_SETTINGS", "/dev/null");
        builder.environment().put("GAVEL_JITSI_URL", url + "/jitsi");
        builder.environment().put("GAVEL_JITSI_RECORDER_TOKEN", SharedNode.RECORDER_TOKEN);
        builder.environment().put("GAVEL_RECORDINGS_DIR", shared.toString());
        builder.environment().put("GAVEL_FIRST_WAIT", "0");
        var process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static List<JsonObject> recordings(HostedMeeting meeting) {
        return HostedMeeting.objects(
                meeting.host().get(meeting.path("/recording")).json().getJsonArray("items"));
    }

    private record Outcome(int exitCode, String output) {}
}
