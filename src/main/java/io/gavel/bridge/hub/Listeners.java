package io.gavel.bridge.hub;

import io.gavel.bridge.Audience;
import io.gavel.bridge.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which connections of this node hear which address, and how each of them ends. Belongs to the hub's event loop. */
final class Listeners {
    private final Map<String, Map<Connection, Runnable>> byAddress = new HashMap<>();
    private final Map<Connection, Set<String>> addresses = new HashMap<>();

    /** @param leave ends what feeds the address for this connection */
    void add(Connection connection, String address, Runnable leave) {
        byAddress.computeIfAbsent(address, none -> new LinkedHashMap<>()).put(connection, leave);
        addresses.computeIfAbsent(connection, none -> new HashSet<>()).add(address);
    }

    void remove(Connection connection, String address) {
        var hearing = byAddress.get(address);
        var leave = hearing == null ? null : hearing.remove(connection);
        if (leave == null) {
            return;
        }
        leave.run();
        byAddress.remove(address, Map.of());
        addresses.computeIfPresent(connection, (gone, heard) -> {
            heard.remove(address);
            return heard.isEmpty() ? null : heard;
        });
    }

    void removeAll(Connection connection) {
        List.copyOf(addresses.getOrDefault(connection, Set.of())).forEach(address -> remove(connection, address));
    }

    void removeUser(String address, String userId) {
        connections(address).stream()
                .filter(connection -> connection.userId().equals(userId))
                .forEach(connection -> remove(connection, address));
    }

    void removeAll(String address) {
        connections(address).forEach(connection -> remove(connection, address));
    }

    /** The event loops that have somebody who hears the address. */
    Set<Audience> audiences(String address) {
        return byAddress.getOrDefault(address, Map.of()).keySet().stream()
                .map(Connection::audience)
                .collect(Collectors.toSet());
    }

    private List<Connection> connections(String address) {
        return List.copyOf(byAddress.getOrDefault(address, Map.of()).keySet());
    }
}
