package io.gavel.stream;

import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Who shares a meeting or a conversation with whom. That they do is believed for a minute; that they do not is asked each time,
 * for they may have come together a moment ago. Belongs to one event loop.
 */
final class Acquaintances {
    /** As many pairs as one statement judges; a thousand who watch each other must not make one that lasts. */
    static final int MOST_PAIRS = 2000;

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Timers timers;
    private final Function<List<Pair>, Future<Sharing>> query;
    private final Map<Pair, Long> known = new LinkedHashMap<>();

    Acquaintances(Timers timers, Function<List<Pair>, Future<Sharing>> query) {
        this.timers = timers;
        this.query = query;
    }

    /** Looks up those of the pairs that are not known, one statement after the other. */
    Future<Void> learn(Collection<Pair> pairs) {
        forget();
        return ask(pairs.stream().filter(pair -> !known.containsKey(pair)).toList());
    }

    /** False also where it is not known. */
    boolean share(Pair pair) {
        return known.containsKey(pair);
    }

    private Future<Void> ask(List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return Future.succeededFuture();
        }
        var some = pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()));
        return query.apply(some).compose(sharing -> {
            var until = timers.nanos() + KEPT.toNanos();
            some.stream().filter(sharing.pairs()::contains).forEach(pair -> known.put(pair, until));
            return ask(pairs.subList(some.size(), pairs.size()));
        });
    }

    /** They stand in the order in which they were learned, and no pair is learned that is still known. */
    private void forget() {
        var oldest = known.values().iterator();
        while (oldest.hasNext() && oldest.next() <= timers.nanos()) {
            oldest.remove();
        }
    }
}
