package io.gavel.bus;

/** The reply that says no more than that the request was carried out. */
public record Done() {
    public static final Done DONE = new Done();
}
