package io.gavel.stream.simulation;

import io.gavel.presence.Presence;
import io.gavel.presence.PresenceRequests.Gone;
import io.gavel.presence.PresenceRequests.Online;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.WritePresence;
import io.gavel.presence.PresenceRequests.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who is connected to which node, as the store's statements change it. */
final class ModelPresence {
    /** So long somebody without a connection still counts as online. */
    static final Duration OFFLINE = Duration.ofSeconds(10);

    private final ModelDatabase database;
    private final Map<String, Map<String, UUID>> connections = new LinkedHashMap<>();
    private final Map<String, Instant> lastSeen = new LinkedHashMap<>();

    ModelPresence(ModelDatabase database) {
        this.database = database;
    }

    Written write(String nodeId, WritePresence change) {
        if (!database.leases.exists(nodeId, change.incarnation())) {
            return new Written(false);
        }
        for (var userId : change.came()) {
            connections.computeIfAbsent(userId, none -> new LinkedHashMap<>()).put(nodeId, change.incarnation());
        }
        for (Gone gone : change.gone()) {
            remove(gone.userId(), nodeId);
            seen(gone.userId(), database.now().minusMillis(gone.agoMillis()));
        }
        return new Written(true);
    }

    /** The node's lease has ended. */
    void end(String nodeId, Instant seenAt) {
        for (var userId : List.copyOf(connections.keySet())) {
            if (connections.getOrDefault(userId, Map.of()).containsKey(nodeId)) {
                remove(userId, nodeId);
                seen(userId, seenAt);
            }
        }
    }

    private void remove(String userId, String nodeId) {
        connections.computeIfPresent(userId, (id, nodes) -> {
            nodes.remove(nodeId);
            return nodes.isEmpty() ? null : nodes;
        });
    }

    private void seen(String userId, Instant at) {
        lastSeen.merge(userId, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean isOnline(String userId) {
        return connections.getOrDefault(userId, Map.of()).entrySet().stream()
                        .anyMatch(entry -> database.leases.exists(entry.getKey(), entry.getValue()))
                || lastSeen.getOrDefault(userId, Instant.MIN)
                        .isAfter(database.now().minus(OFFLINE));
    }

    Online online(List<String> userIds) {
        return new Online(userIds.stream().filter(this::isOnline).collect(Collectors.toSet()), database.now());
    }

    /** @param connected who is connected to the node that asks, whatever is known of that here */
    Seen read(List<String> userIds, List<String> connected) {
        return new Seen(
                userIds.stream()
                        .map(userId ->
                                new Presence(userId, connected.contains(userId) || isOnline(userId), null, false))
                        .toList(),
                database.now());
    }
}
