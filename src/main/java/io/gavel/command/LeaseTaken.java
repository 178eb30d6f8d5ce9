package io.gavel.command;

import java.util.List;
import java.util.UUID;

/**
 * This node has a lease under this incarnation from now on.
 *
 * @param reaped connections whose sessions were ended while the node had no lease: they must be closed
 */
public record LeaseTaken(UUID incarnation, List<UUID> reaped) {
    public LeaseTaken {
        reaped = List.copyOf(reaped);
    }
}
