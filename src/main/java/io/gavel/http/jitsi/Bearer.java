package io.gavel.http.jitsi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gavel.config.Secret;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;

/** Lets through who shows this one token in the {@code Authorization} header; how much of a wrong one is right does not show. */
public final class Bearer implements Handler<RoutingContext> {
    private static final String SCHEME = "bearer ";

    private final Secret token;

    public Bearer(Secret token) {
        this.token = token;
    }

    @Override
    public void handle(RoutingContext context) {
        var headers = context.request().headers().getAll("Authorization");
        if (headers.size() == 1 && isRight(headers.get(0))) {
            context.next();
        } else {
            context.fail(new Problem(Code.UNAUTHENTICATED, "The meeting server does not know this Jitsi server."));
        }
    }

    private boolean isRight(String header) {
        var start = SCHEME.length();
        return header.regionMatches(true, 0, SCHEME, 0, start)
                && MessageDigest.isEqual(header.substring(start).strip().getBytes(ISO_8859_1), token.utf8());
    }
}
