package io.gavel.http;

import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.http.request.ApiRequest;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Lets through who shows a valid token in the {@code Authorization} header, and only there. */
final class Authentication implements Handler<RoutingContext> {
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([^ ]+) *");

    private final Bus bus;

    Authentication(Bus bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        var headers = context.request().headers().getAll("Authorization");
        var bearer = headers.size() == 1 ? BEARER.matcher(headers.get(0)) : null;
        if (bearer == null || !bearer.matches()) {
            context.fail(new Problem(Code.UNAUTHENTICATED, "a bearer token is needed"));
            return;
        }
        // What arrives while the token is being checked must wait for its reader.
        context.request().pause();
        bus.request(Addresses.VERIFY_TOKEN, new VerifyToken(bearer.group(1)))
                .onSuccess(caller -> {
                    context.put(ApiRequest.CALLER, caller);
                    context.request().resume();
                    context.next();
                })
                .onFailure(context::fail);
    }
}
