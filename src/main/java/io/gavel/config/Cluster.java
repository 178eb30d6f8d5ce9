package io.gavel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this node meets the others.
 *
 * @param host the address at which other nodes reach this one, never a wildcard; without meaning unless enabled
 * @param members {@code host:port} each, IPv6 hosts in brackets; empty: as {@code cluster.xml} says
 * @param busPort the event bus's port between nodes, 0 for any free one
 * @param tls null: the bus is open to whoever reaches its port
 */
public record Cluster(
        boolean enabled,
        String host,
        int port,
        List<String> members,
        int busPort,
        @Nullable BusTls tls) {
    public Cluster {
        members = List.copyOf(members);
    }
}
