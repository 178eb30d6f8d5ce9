package io.gavel.port;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.TimeUnit;

/** How every port of a node listens. */
public final class Port {
    /** Request line and headers together. */
    public static final int MOST_HEAD_BYTES = 16 * 1024;

    private static final int IDLE_SECONDS = 75;

    private Port() {}

    /** HTTP/1 alone, in heads of a bounded size. */
    public static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(MOST_HEAD_BYTES)
                .setMaxHeaderSize(MOST_HEAD_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Closes the connection once a request on it takes too long, and refuses other versions of HTTP. */
    public static void watch(HttpConnection connection) {
        var pipeline = ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .pipeline();
        pipeline.addBefore(pipeline.lastContext().name(), null, new RequestWatch());
    }
}
