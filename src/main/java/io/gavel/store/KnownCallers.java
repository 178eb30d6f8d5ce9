package io.gavel.store;

import io.gavel.bus.Bus;
import io.gavel.bus.RequestAddress;
import io.gavel.identity.Caller;
import io.gavel.store.user.Users;
import io.vertx.core.Future;
import java.util.function.Function;

/** Answers requests whose callers become known users before they are judged. */
record KnownCallers(Bus bus, Users users) {
    /** @param caller who asks it */
    <Q, A> Future<Void> respond(
            RequestAddress<Q, A> address, Function<Q, Caller> caller, Function<Q, Future<A>> answer) {
        return bus.respond(address, request -> users.knowing(caller.apply(request), () -> answer.apply(request)));
    }
}
