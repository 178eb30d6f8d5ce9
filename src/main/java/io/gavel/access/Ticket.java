package io.gavel.access;

import java.time.Instant;

/** Lets one bridge connection in without a JWT in its address. */
public record Ticket(String ticket, Instant expiresAt) {
    @Override
    public String toString() {
        return "Ticket[***]";
    }
}
