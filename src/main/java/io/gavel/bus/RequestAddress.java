package io.gavel.bus;

/** An address at which a request of one type gets a reply of another. */
public record RequestAddress<Q, A>(String name, Class<Q> request, Class<A> reply) {}
