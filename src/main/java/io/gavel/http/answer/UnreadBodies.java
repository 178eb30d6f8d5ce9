package io.gavel.http.answer;

import io.vertx.ext.web.RoutingContext;

/** What becomes of bodies that nobody reads because the request was refused before. */
public final class UnreadBodies {
    /** Up to 9,999 bytes. */
    private static final int MOST_SKIPPED_DIGITS = 4;

    /** Time for a client that is still sending to read the answer first. */
    private static final long LINGER_MILLIS = 1000;

    private UnreadBodies() {}

    /** It would hold the connection up: a small one is skipped, another one ends the connection. */
    public static void discard(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            return;
        }
        request.resume();
        var length = request.getHeader("Content-Length");
        if (request.getHeader("Transfer-Encoding") != null
                || (length != null && length.length() > MOST_SKIPPED_DIGITS)) {
            context.response().putHeader("Connection", "close");
            context.addEndHandler(ended -> context.vertx()
                    .setTimer(LINGER_MILLIS, timer -> request.connection().close()));
        }
    }
}
