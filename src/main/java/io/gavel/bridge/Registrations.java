package io.gavel.bridge;

import io.gavel.event.Topic;
import java.util.HashSet;
import java.util.Set;

/** What one connection hears, and the rules that need no database. */
final class Registrations {
    private final Connection connection;
    private final int most;
    private final Set<String> addresses = new HashSet<>();

    Registrations(Connection connection, int most) {
        this.connection = connection;
        this.most = most;
    }

    /** Whether there is anything to hear for this user at all. */
    boolean mayExist(String address) {
        return Topic.at(address).isPresent() || address.equals("user." + connection.userId());
    }

    boolean isFull() {
        return addresses.size() >= most;
    }

    boolean contains(String address) {
        return addresses.contains(address);
    }

    void add(String address) {
        if (addresses.add(address)) {
            connection.audience().add(address, connection);
        }
    }

    /** Whether it was there. */
    boolean remove(String address) {
        var known = addresses.remove(address);
        if (known) {
            connection.audience().remove(address, connection);
        }
        return known;
    }

    void clear() {
        addresses.forEach(address -> connection.audience().remove(address, connection));
        addresses.clear();
    }
}
