package io.gavel.bridge;

import io.gavel.access.AccessRequests.RedeemTicket;
import io.gavel.access.AccessRequests.VerifyToken;
import io.gavel.bus.Addresses;
import io.gavel.bus.Bus;
import io.gavel.identity.Caller;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a request shows to be let in: one thing, and one only. */
record Credential(Kind kind, String secret) {
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([^ ]+) *");

    enum Kind {
        TICKET,
        TOKEN
    }

    /**
     * Finds it.
     *
     * @throws Problem UNAUTHENTICATED where there is none, or more than one
     */
    static Credential of(RoutingContext context) {
        var shown = new ArrayList<Credential>();
        query(context, "ticket").forEach(ticket -> shown.add(new Credential(Kind.TICKET, ticket)));
        query(context, "access_token").forEach(token -> shown.add(new Credential(Kind.TOKEN, token)));
        bearers(context.request()).forEach(token -> shown.add(new Credential(Kind.TOKEN, token)));
        if (shown.size() != 1 || shown.get(0).secret().isEmpty()) {
            throw new Problem(Code.UNAUTHENTICATED, "one ticket, access_token or bearer token is needed");
        }
        return shown.get(0);
    }

    /** Whom it stands for; a ticket can be asked again afterwards. */
    Future<Caller> look(Bus bus) {
        return kind == Kind.TICKET
                ? bus.request(Addresses.REDEEM_TICKET, new RedeemTicket(secret, false))
                : bus.request(Addresses.VERIFY_TOKEN, new VerifyToken(secret));
    }

    /** Takes it for a connection: a ticket is good for one. */
    Future<Caller> spend(Bus bus, Caller caller) {
        return kind == Kind.TICKET
                ? bus.request(Addresses.REDEEM_TICKET, new RedeemTicket(secret, true))
                : Future.succeededFuture(caller);
    }

    private static List<String> query(RoutingContext context, String name) {
        try {
            return context.queryParam(name);
        } catch (HttpException unreadable) {
            return List.of();
        }
    }

    /** What is no bearer token is an empty one: it is shown, and opens nothing. */
    private static List<String> bearers(HttpServerRequest request) {
        return request.headers().getAll("Authorization").stream()
                .map(BEARER::matcher)
                .map(bearer -> bearer.matches() ? bearer.group(1) : "")
                .toList();
    }

    @Override
    public String toString() {
        return kind + "[***]";
    }
}
