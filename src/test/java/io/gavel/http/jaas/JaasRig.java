package io.gavel.http.jaas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.RsaPair;
import io.gavel.SignedByJaas;
import io.gavel.bus.Bus;
import io.gavel.bus.Done;
import io.gavel.bus.JitsiAddresses;
import io.gavel.config.Config;
import io.gavel.config.ConfigLoader;
import io.gavel.http.jitsi.PublicKeyRoutes;
import io.gavel.jitsi.FiledRecording;
import io.gavel.jitsi.RecordedFile;
import io.gavel.jitsi.ReservationRequests.JudgeRoom;
import io.gavel.jitsi.RoomEvent;
import io.gavel.jitsi.RoomEventOutcome;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Real HTTP to the routes for Jitsi as a Service; what they ask of the store is written down, and answered by functions. */
public final class JaasRig implements AutoCloseable {
    public static final String APP = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe";
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String NOW_SECONDS = Long.toString(NOW.getEpochSecond());

    private static final String SECRET = "whsec_of_more_than_thirty_two_bytes";

    public final RsaPair pair = RsaPair.generate();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Queue<RoomEvent> told = new ConcurrentLinkedQueue<>();
    final Queue<Instant> nextTimes = new ConcurrentLinkedQueue<>();
    final Queue<RecordedFile> filed = new ConcurrentLinkedQueue<>();
    volatile Function<RoomEvent, Future<RoomEventOutcome>> tells;
    volatile Function<RecordedFile, Future<FiledRecording>> files;
    volatile Function<JudgeRoom, Future<Done>> judges;

    private final Vertx vertx;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    public JaasRig(Path folder, String... settings) throws Exception {
        reset();
        Bus.registerLocals();
        vertx = Vertx.vertx();
        var bus = Bus.create(vertx, Duration.ofSeconds(5));
        bus.respond(JitsiAddresses.TELL_ROOM_EVENT, event -> {
            told.add(event);
            return tells.apply(event);
        });
        bus.respond(JitsiAddresses.FILE_RECORDING, file -> {
            filed.add(file);
            return files.apply(file);
        });
        bus.respond(JitsiAddresses.JUDGE_ROOM, room -> judges.apply(room));
        var config = config(folder, settings);
        var router = Router.router(vertx);
        new JaasRoutes(vertx, bus, config, clock(), meters).mount(router);
        new PublicKeyRoutes(config.jitsiServer().path(), config.jitsi().key()).mount(router);
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        address = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    void reset() {
        told.clear();
        filed.clear();
        tells = event -> Future.succeededFuture(RoomEventOutcome.APPLIED);
        files = file -> Future.failedFuture(new Problem(Code.NOT_FOUND, "no meeting"));
        judges = room -> Future.succeededFuture(Done.DONE);
    }

    /** Always now, unless a test has said what it shows next. */
    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Objects.requireNonNullElse(nextTimes.poll(), NOW);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("nobody asks for it");
            }
        };
    }

    private Config config(Path folder, String... settings) throws Exception {
        Files.writeString(folder.resolve("jaas.pem"), pair.pem());
        var environment = new HashMap<>(Map.of(
                "GAVEL_JITSI_KEY_FILE",
                "jaas.pem",
                "GAVEL_JITSI_KEY_ID",
                APP + "/4f4910",
                "JITSI_DOMAIN",
                "8x8.vc",
                "GAVEL_JAAS_WEBHOOK_SECRET",
                SECRET));
        for (var i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return ConfigLoader.load(folder, environment, List.of());
    }

    /** An event with these data, as 8x8 writes it. */
    static String event(String type, String data) {
        return """
                {"idempotencyKey":"d11f155d","customerId":"1fc542a3","appId":"%s","eventType":"%s",\
                "sessionId":"c3348153","timestamp":1795348799123,"fqn":"%s/interview_abc","data":%s}""".formatted(APP, type, APP, data);
    }

    HttpResponse<String> tell(String body) throws Exception {
        return tell(body.getBytes(UTF_8));
    }

    HttpResponse<String> tell(byte[] body) throws Exception {
        return send(body, "t=" + NOW_SECONDS + ",v1=" + signature(NOW_SECONDS, body));
    }

    static String signature(String time, byte[] body) {
        return new SignedByJaas(SECRET).of(time, body);
    }

    HttpResponse<String> send(byte[] body, String... signatures) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/jitsi/jaas/webhook"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        for (var signature : signatures) {
            request.header("X-Jaas-Signature", signature);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    double counted(String outcome) {
        return meters.get("gavel.jitsi.webhooks")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
