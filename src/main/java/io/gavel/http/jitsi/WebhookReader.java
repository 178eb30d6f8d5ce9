package io.gavel.http.jitsi;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Reads a webhook's body as it is, for its signature is of the bytes; hands it on as {@link #body}. */
final class WebhookReader implements Handler<RoutingContext> {
    /** A whole meeting's participants and poll answers, with room to spare. */
    static final int MOST_BYTES = 256 * 1024;

    private static final String KEY = "webhook";

    static Buffer body(RoutingContext context) {
        return context.get(KEY);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= MOST_BYTES) {
                body.appendBuffer(part);
                if (body.length() > MOST_BYTES) {
                    context.fail(new Problem(
                            Code.BODY_TOO_LARGE, "a webhook's body has at most " + MOST_BYTES / 1024 + " KiB"));
                }
            }
        });
        request.endHandler(ended -> {
            if (body.length() <= MOST_BYTES) {
                context.put(KEY, body);
                context.next();
            }
        });
    }
}
