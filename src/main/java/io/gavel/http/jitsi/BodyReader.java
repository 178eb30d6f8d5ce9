package io.gavel.http.jitsi;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Reads a request's body as it came, to the byte and no more of it than there may be; hands it on as {@link #body}. The rest
 * of a body that is too long is not waited for.
 */
public final class BodyReader implements Handler<RoutingContext> {
    private static final String KEY = "body";
    private static final String IN_UTF8 = "\\s*(;\\s*charset=(utf-8|\"utf-8\")\\s*)?";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private static final Pattern ACCEPTED_JSON = accepted(JSON);

    private final String type;
    private final Pattern accepted;
    private final int mostBytes;

    private BodyReader(String type, int mostBytes) {
        this.type = type;
        this.accepted = accepted(type);
        this.mostBytes = mostBytes;
    }

    public static BodyReader form(int mostBytes) {
        return new BodyReader(FORM, mostBytes);
    }

    public static BodyReader json(int mostBytes) {
        return new BodyReader(JSON, mostBytes);
    }

    public static Buffer body(RoutingContext context) {
        return context.get(KEY);
    }

    /** For who reads a body in another way: what is left of it is found by {@link #body} then. */
    public static void handOn(RoutingContext context, Buffer body) {
        context.put(KEY, body);
    }

    /** Fails with INVALID_REQUEST where the request's head says that its body is something else than JSON. */
    public static void requireJson(HttpServerRequest request) {
        require(request, JSON, ACCEPTED_JSON);
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        require(request, type, accepted);
        var body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() <= mostBytes) {
                body.appendBuffer(part);
                if (body.length() > mostBytes) {
                    context.fail(invalid("the body, " + type + ", has at most " + mostBytes / 1024 + " KiB"));
                }
            }
        });
        request.endHandler(ended -> {
            if (body.length() <= mostBytes) {
                handOn(context, body);
                context.next();
            }
        });
    }

    private static Pattern accepted(String type) {
        return Pattern.compile(Pattern.quote(type) + IN_UTF8, Pattern.CASE_INSENSITIVE);
    }

    private static void require(HttpServerRequest request, String type, Pattern accepted) {
        var contentType = request.getHeader("Content-Type");
        if (contentType == null
                || !accepted.matcher(contentType).matches()
                || request.getHeader("Content-Encoding") != null) {
            throw invalid("the body is " + type + " in UTF-8");
        }
    }

    private static Problem invalid(String detail) {
        return new Problem(Code.INVALID_REQUEST, detail);
    }
}
