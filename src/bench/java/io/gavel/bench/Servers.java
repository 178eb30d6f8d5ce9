package io.gavel.bench;

import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The servers that are up: kept from scenario to scenario, as long as those want as many nodes. */
final class Servers implements AutoCloseable {
    private final Map<Launcher, Server> running = new HashMap<>();
    private final Set<String> warm = new HashSet<>();
    private int nodes;

    /** The server of a kind, started if it is not up. */
    Server of(Launcher launcher, int wanted) {
        if (wanted != nodes) {
            close();
            nodes = wanted;
        }
        return running.computeIfAbsent(launcher, kind -> kind.start(wanted));
    }

    /** Whether this is the first time that a server of this kind does such work since it was started. */
    boolean isFirst(Launcher launcher, String work) {
        return warm.add(launcher.name() + work);
    }

    @Override
    public void close() {
        running.values().forEach(Server::close);
        running.clear();
        warm.clear();
    }
}
