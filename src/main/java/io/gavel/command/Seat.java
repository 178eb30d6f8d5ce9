package io.gavel.command;

import java.util.UUID;

/**
 * The browser connection that asks, and the node that holds it.
 *
 * @param incarnation of the node's lease; what comes from an older one than the database knows is refused
 */
public record Seat(String nodeId, UUID incarnation, UUID connectionId) {}
