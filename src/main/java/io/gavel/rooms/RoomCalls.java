package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTaskRequests.SystemToken;
import io.gavel.rooms.RoomServer.Answer;
import io.gavel.rooms.RoomServer.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls Jitsi's server, and waits for it only so long. */
final class RoomCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RoomCalls.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_SECONDS = 5;
    /** As many as there are tasks at a time: none waits for another's answer. */
    private static final int MOST_CONNECTIONS = 16;

    private static final long COMPLAIN_EVERY = Duration.ofHours(1).toNanos();

    private final HttpClient client;
    private final RoomServer server;
    private final ControlMeters meters;
    private boolean hasComplained;
    private long complainedAt;

    RoomCalls(Vertx vertx, RoomServer server, ControlMeters meters) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.server = server;
        this.meters = meters;
    }

    /** What came of the task; never a failure. */
    Future<RoomTask.Outcome> perform(RoomTask task, SystemToken token) {
        return Future.succeededFuture(task)
                .map(server::call)
                .compose(call -> send(call, token))
                .map(answer -> {
                    var outcome = server.outcome(task, answer);
                    if (outcome == RoomTask.Outcome.REFUSED) {
                        complain(task, answer);
                    }
                    return outcome;
                })
                .otherwise(failure -> {
                    LOG.debug("{} of meeting {} failed: {}", task.kind(), task.meetingId(), failure.getMessage());
                    return RoomTask.Outcome.FAILED;
                })
                .onSuccess(outcome -> meters.tried(task.kind(), outcome));
    }

    private Future<Answer> send(Call call, SystemToken token) {
        var options = new RequestOptions()
                .setMethod(call.method())
                .setAbsoluteURI(call.url())
                .setConnectTimeout(CONNECT_MILLIS)
                .putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token.text());
        return client.request(options).compose(request -> exchange(request, call));
    }

    private static Future<Answer> exchange(HttpClientRequest request, Call call) {
        var body = call.body();
        if (body != null) {
            // To the letter: Prosody's plugin takes no charset beside it.
            request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return request.send(body == null ? Buffer.buffer() : body.toBuffer())
                .compose(RoomCalls::answer)
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        var type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return response.body()
                .map(body -> new Answer(response.statusCode(), type == null ? "" : type, body.toString()));
    }

    /** Whoever reads the log needs it once: it stays so until somebody mends it. */
    private void complain(RoomTask task, Answer answer) {
        var now = System.nanoTime();
        if (hasComplained && now - complainedAt < COMPLAIN_EVERY) {
            return;
        }
        hasComplained = true;
        complainedAt = now;
        LOG.warn(
                "Jitsi's server answered {} to the call {}: {}. It is tried again, and said again in an hour",
                answer.status(),
                task.kind().wire(),
                server.remedy());
    }

    Future<Void> close() {
        return client.close();
    }
}
