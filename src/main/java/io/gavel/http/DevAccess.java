package io.gavel.http;

import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** Keeps {@code /dev} to this very machine: a loopback peer that asks for it by a local name, no page of elsewhere. */
final class DevAccess implements Handler<RoutingContext> {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1");

    /** Whoever comes through a proxy is not on this machine, or cannot be told to be. */
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final Cors cors;

    DevAccess(Cors cors) {
        this.cors = cors;
    }

    /** Whether the request comes from this machine. */
    boolean letsIn(RoutingContext context) {
        var request = context.request();
        var authority = request.authority();
        var origin = request.getHeader("Origin");
        return authority != null
                && LOCAL_NAMES.contains(authority.host())
                && isLoopback(request.remoteAddress().hostAddress())
                && FORWARDED.stream().noneMatch(header -> request.headers().contains(header))
                && (origin == null || cors.allows(origin));
    }

    @Override
    public void handle(RoutingContext context) {
        if (letsIn(context)) {
            context.next();
        } else {
            context.fail(new Problem(Code.FORBIDDEN, "only this machine, as localhost or 127.0.0.1, may do this"));
        }
    }

    private static boolean isLoopback(String address) {
        try {
            // An address, not a name: nothing is looked up.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
