package io.gavel.rooms;

import io.gavel.jitsi.RoomTask;
import io.gavel.jitsi.RoomTaskRequests.SystemToken;
import io.gavel.rooms.RoomServer.Answer;
import io.gavel.rooms.RoomServer.Call;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls Jitsi's server, and waits for it only so long. */
final class RoomCalls {
    private static final Logger LOG = LoggerFactory.getLogger(RoomCalls.class);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_SECONDS = 5;
    /** As many as there are tasks at a time: none waits for another's answer. */
    private static final int MOST_CONNECTIONS = 16;

    private static final int LONGEST_ANSWER = 4 * 1024;

    private final HttpClient client;
    private final RoomServer server;
    private final ControlMeters meters;
    private final Complaints refusals = new Complaints();

    RoomCalls(Vertx vertx, RoomServer server, ControlMeters meters) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
        this.server = server;
        this.meters = meters;
    }

    /**
     * What came of the task; never a failure.
     *
     * @param signing gives a token; asked only where the call wants one
     */
    Future<RoomTask.Outcome> perform(RoomTask task, Supplier<Future<SystemToken>> signing) {
        return Future.succeededFuture(task)
                .map(server::call)
                .compose(call -> call.isSigned() ? signing.get().compose(token -> send(call, token)) : send(call, null))
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

    private Future<Answer> send(Call call, @Nullable SystemToken token) {
        var options = new RequestOptions()
                .setMethod(call.method())
                .setAbsoluteURI(call.url())
                .setConnectTimeout(CONNECT_MILLIS);
        if (token != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token.text());
        }
        return client.request(options).compose(request -> exchange(request, call));
    }

    private static Future<Answer> exchange(HttpClientRequest request, Call call) {
        var body = call.body();
        if (body != null) {
            // To the letter: Prosody's plugin takes no charset beside it.
            request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return request.send(body == null ? Buffer.buffer() : body.toBuffer())
                .compose(response -> answer(request, response))
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onFailure(failure -> request.reset());
    }

    /** A wrong address may answer anything, of any length. */
    private static Future<Answer> answer(HttpClientRequest request, HttpClientResponse response) {
        var type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        var text = Buffer.buffer();
        var whole = Promise.<Buffer>promise();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(text));
        response.handler(part -> {
            text.appendBuffer(part.slice(0, Math.min(part.length(), LONGEST_ANSWER - text.length())));
            if (text.length() == LONGEST_ANSWER && whole.tryComplete(text)) {
                request.reset();
            }
        });
        return whole.future().map(body -> new Answer(response.statusCode(), type == null ? "" : type, body.toString()));
    }

    /** Whoever reads the log needs it once: it stays so until somebody mends it. */
    private void complain(RoomTask task, Answer answer) {
        if (refusals.isTime()) {
            LOG.warn(
                    "Jitsi's server answered {} to the call {}: {}. It is tried again, and said again in an hour",
                    answer.status(),
                    task.kind().wire(),
                    server.remedy());
        }
    }

    Future<Void> close() {
        return client.close();
    }
}
