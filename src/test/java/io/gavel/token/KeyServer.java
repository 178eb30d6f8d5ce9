package io.gavel.token;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An identity provider's address for keys, on a real port, that answers as it is told and counts who asks. */
public final class KeyServer implements AutoCloseable {
    private final Vertx vertx = TestNode.smallVertx();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Consumer<HttpServerRequest> answer =
            request -> request.response().setStatusCode(500).end();
    private final HttpServer server;

    private KeyServer() {
        server = TestNode.await(vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1"));
    }

    public static KeyServer start() {
        return new KeyServer();
    }

    public void answerWith(List<String> jwks) {
        answerWithBody("{\"keys\":[" + String.join(",", jwks) + "]}");
    }

    public void answerWithBody(String body) {
        answer = request -> request.response().end(body);
    }

    void answerBy(Consumer<HttpServerRequest> handler) {
        answer = handler;
    }

    public int asked() {
        return asked.get();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/.well-known/jwks.json");
    }

    @Override
    public void close() {
        TestNode.await(vertx.close());
    }
}
