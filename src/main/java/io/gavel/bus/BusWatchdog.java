package io.gavel.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves again and again that messages pass to the other members and back: a cluster may believe in a member to which nothing
 * gets through. A node that has other members and hears none of them for long is deaf.
 */
public final class BusWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(BusWatchdog.class);

    private final ClusterPeers peers;
    private final int patience;
    private final Set<String> heardNow = ConcurrentHashMap.newKeySet();
    private volatile Set<String> heard = Set.of();
    private volatile Set<String> unheard = Set.of();
    private volatile boolean isDeaf;
    private int silentRounds;

    private BusWatchdog(ClusterPeers peers, int patience) {
        this.peers = peers;
        this.patience = patience;
    }

    /**
     * Listens from now on.
     *
     * @param period between two echoes of each member
     * @param patience how many periods without any echo make the node deaf. Periods are counted, not time: a node that was
     *     frozen has not listened meanwhile
     */
    public static BusWatchdog start(Vertx vertx, ClusterPeers peers, Duration period, int patience) {
        var watchdog = new BusWatchdog(peers, patience);
        vertx.getOrCreateContext().runOnContext(go -> {
            watchdog.ask();
            vertx.setPeriodic(period.toMillis(), timer -> {
                watchdog.judge();
                watchdog.ask();
            });
        });
        return watchdog;
    }

    /** Whether this node hears another one, or has none to hear. */
    public boolean hears() {
        return !isDeaf;
    }

    /** Shows the members and who of them was heard in the last period. */
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("gavel.cluster.members", peers, all -> all.members().size())
                .register(meters);
        Gauge.builder("gavel.bus.peers.heard", this, watchdog -> watchdog.heard.size())
                .register(meters);
        Gauge.builder("gavel.bus.peers.unheard", this, watchdog -> watchdog.unheard.size())
                .register(meters);
    }

    private void ask() {
        heardNow.clear();
        for (var member : peers.members()) {
            if (!member.equals(peers.self())) {
                peers.echo(member).onSuccess(echo -> hear(member));
            }
        }
    }

    private void hear(String member) {
        heardNow.add(member);
        silentRounds = 0;
        if (isDeaf) {
            isDeaf = false;
            LOG.info("the bus passes messages between this node and others again");
        }
    }

    private void judge() {
        var others = peers.members().stream()
                .filter(member -> !member.equals(peers.self()))
                .toList();
        heard = Set.copyOf(heardNow);
        var missing = others.stream().filter(member -> !heard.contains(member)).toList();
        if (!unheard.equals(Set.copyOf(missing))) {
            LOG.info("the bus reaches {} of {} other members, not {}", heard.size(), others.size(), missing);
        }
        unheard = Set.copyOf(missing);
        silentRounds = others.isEmpty() || !heard.isEmpty() ? 0 : silentRounds + 1;
        if (silentRounds == 0 && isDeaf) {
            isDeaf = false;
            LOG.info("this node is the only member of its cluster: there is nobody to be heard");
        }
        if (silentRounds == patience) {
            isDeaf = true;
            LOG.warn("the bus passes no messages between this node and its {} other members", others.size());
        }
    }
}
