package io.gavel.bridge;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** A WebSocket's handshake, judged before Vert.x does: its own refusals are no problem+json. */
final class Handshake {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private Handshake() {}

    /** @throws Problem INVALID_REQUEST */
    static void require(HttpServerRequest request) {
        if (!request.canUpgradeToWebSocket()) {
            throw invalid("this path speaks WebSocket alone");
        }
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            request.response().putHeader("Sec-WebSocket-Version", "13");
            throw invalid("Sec-WebSocket-Version is 13");
        }
        if (!isUri(request.uri())) {
            throw invalid("path and query have characters that must be percent-encoded");
        }
        var key = request.getHeader("Sec-WebSocket-Key");
        if (key == null || !KEY.matcher(key).matches()) {
            throw invalid("Sec-WebSocket-Key is 16 bytes in Base64");
        }
        var length = request.getHeader("Content-Length");
        if (request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"))) {
            throw invalid("a handshake has no body");
        }
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    private static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }
}
