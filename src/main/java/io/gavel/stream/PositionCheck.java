package io.gavel.stream;

import io.gavel.event.StreamRequests.Position;
import io.gavel.event.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again and again, once for all channels, whether it has more than they have: what heals lost
 * announcements, a dead bus, and interest that did not arrive.
 */
final class PositionCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PositionCheck.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Timers timers;
    private final EventLog log;
    private final Map<Topic, Audience> audiences;
    private final Consumer<Set<Topic>> unannounced;
    private boolean scheduled;
    private boolean running;

    /**
     * A check that rests until there are channels.
     *
     * @param unannounced hears of the topics whose events were found a period ago and not announced since
     */
    PositionCheck(Timers timers, EventLog log, Map<Topic, Audience> audiences, Consumer<Set<Topic>> unannounced) {
        this.timers = timers;
        this.log = log;
        this.audiences = audiences;
        this.unannounced = unannounced;
    }

    /** There is a channel now. It rests by itself when there is none. */
    void start() {
        if (!scheduled) {
            scheduled = true;
            timers.after(PERIOD, this::tick);
        }
    }

    private void tick() {
        scheduled = false;
        if (audiences.isEmpty()) {
            return;
        }
        start();
        if (!running) {
            running = true;
            check();
        }
    }

    private void check() {
        var asked = new LinkedHashMap<Topic, Position>();
        audiences.forEach((topic, audience) -> asked.put(topic, position(topic, audience.channel())));
        log.changed(List.copyOf(asked.values())).onComplete((changed, failure) -> {
            running = false;
            if (failure == null) {
                tellUnannounced();
                changed.forEach(found -> heal(found, asked.get(found.topic())));
            } else {
                LOG.debug("positions could not be checked: {}", failure.getMessage());
            }
        });
    }

    private void tellUnannounced() {
        var lost = new HashSet<Topic>();
        audiences.forEach((topic, audience) -> {
            if (audience.lacksAnnouncements()) {
                lost.add(topic);
            }
        });
        if (!lost.isEmpty()) {
            unannounced.accept(lost);
        }
    }

    /** What is below the position may just be older, for announcements came meanwhile; below what was asked, never. */
    private void heal(Position found, @Nullable Position asked) {
        var audience = audiences.get(found.topic());
        if (audience == null || asked == null) {
            return;
        }
        var channel = audience.channel();
        if (!found.epoch().equals(channel.epoch()) || found.seq() < asked.seq()) {
            channel.check();
        } else if (found.seq() > channel.position()) {
            audience.found(found.seq());
            channel.catchUp(found.seq());
        }
    }

    private static Position position(Topic topic, Channel channel) {
        return new Position(topic, channel.epoch(), channel.position());
    }
}
