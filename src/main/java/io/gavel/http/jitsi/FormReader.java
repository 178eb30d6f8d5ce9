package io.gavel.http.jitsi;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Reads the body of a form, as it is and no more of it than a form may have; hands it on as {@link #body}. */
final class FormReader implements Handler<RoutingContext> {
    /** The longest names that XMPP has, each byte as three, with room to spare. */
    static final int MOST_BYTES = 16 * 1024;

    private static final String KEY = "form";

    static Buffer body(RoutingContext context) {
        return context.get(KEY);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        Form.requireType(request.getHeader("Content-Type"), request.getHeader("Content-Encoding"));
        var body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= MOST_BYTES) {
                body.appendBuffer(part);
                if (body.length() > MOST_BYTES) {
                    context.fail(Form.invalid("a form has at most " + MOST_BYTES / 1024 + " KiB"));
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
