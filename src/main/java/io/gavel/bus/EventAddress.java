package io.gavel.bus;

/** An address at which every consumer of this node hears of each event; nobody answers. */
public record EventAddress<E>(String name, Class<E> event) {}
