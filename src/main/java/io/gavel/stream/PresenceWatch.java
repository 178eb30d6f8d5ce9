package io.gavel.stream;

import io.gavel.presence.PresenceChange;
import io.gavel.presence.PresenceRequests.Online;
import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.Sharing;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells connections of this node who goes online and offline. While anybody is watched, the database is asked once a second,
 * in one question for all, who of them is online; what differs from before is told, all of it at once to each watcher.
 * Belongs to one event loop.
 */
public final class PresenceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Timers timers;
    private final Function<List<String>, Future<Online>> online;
    private final Predicate<String> isHere;
    private final Acquaintances acquaintances;
    private final BiConsumer<String, List<PresenceChange>> listener;
    private final Map<UUID, List<String>> watching = new HashMap<>();
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private final Set<String> unsettled = new HashSet<>();
    private boolean scheduled;
    private boolean running;

    /**
     * A watch that rests until somebody watches.
     *
     * @param online one statement for all of them
     * @param sharing which of the pairs share a meeting or a conversation
     * @param isHere tells who is connected to this node, whatever the database knows of that yet
     * @param listener gets what changed for the devices of a watcher
     */
    public PresenceWatch(
            Timers timers,
            Function<List<String>, Future<Online>> online,
            Function<List<Pair>, Future<Sharing>> sharing,
            Predicate<String> isHere,
            BiConsumer<String, List<PresenceChange>> listener) {
        this.timers = timers;
        this.online = online;
        this.isHere = isHere;
        this.acquaintances = new Acquaintances(timers, sharing);
        this.listener = listener;
    }

    /**
     * The connection watches these users from now on, and no others. What is read is the state from which changes are told:
     * where others here were told something else meanwhile, everybody is told again. After a failure it watches nobody.
     */
    public Future<Seen> watch(UUID connectionId, String watcher, List<String> userIds, Supplier<Future<Seen>> read) {
        end(connectionId);
        watching.put(connectionId, userIds);
        userIds.forEach(userId ->
                watched.computeIfAbsent(userId, none -> new Watched()).watchers.put(connectionId, watcher));
        schedule();
        return read.get()
                .onSuccess(seen -> seen.items().forEach(item -> answered(item.userId(), item.online(), seen.at())))
                .onFailure(failure -> {
                    if (watching.get(connectionId) == userIds) {
                        end(connectionId);
                    }
                });
    }

    /** The connection watches nobody any more; harmless when it never did. */
    public void end(UUID connectionId) {
        var users = watching.remove(connectionId);
        if (users != null) {
            users.forEach(userId -> watched.computeIfPresent(userId, (id, one) -> {
                one.watchers.remove(connectionId);
                return one.watchers.isEmpty() ? null : one;
            }));
        }
    }

    private void schedule() {
        if (!scheduled && !watched.isEmpty()) {
            scheduled = true;
            timers.after(PERIOD, this::tick);
        }
    }

    private void tick() {
        scheduled = false;
        schedule();
        if (!running && !watched.isEmpty()) {
            running = true;
            look().onComplete(done -> running = false);
        }
    }

    private Future<Void> look() {
        var users = List.copyOf(watched.keySet());
        var here = users.stream().filter(isHere).collect(Collectors.toSet());
        return online.apply(users)
                .onFailure(failure -> LOG.debug("who is online could not be asked: {}", failure.getMessage()))
                .compose(found -> {
                    users.forEach(userId -> observed(
                            userId, here.contains(userId) || found.userIds().contains(userId), found.at()));
                    return tell();
                });
    }

    /** Answers may overtake each other: whoever was given another state than the latest is told that one. */
    private void answered(String userId, boolean isOnline, Instant at) {
        observed(userId, isOnline, at);
        var one = watched.get(userId);
        if (one != null && one.state != null && one.state.online() != isOnline) {
            unsettled.add(userId);
        }
    }

    private void observed(String userId, boolean isOnline, Instant at) {
        var one = watched.get(userId);
        if (one == null) {
            return;
        }
        var before = one.state;
        if (before == null) {
            one.state = new PresenceChange(userId, isOnline, at);
        } else if (before.online() != isOnline && at.isAfter(before.at())) {
            one.state = new PresenceChange(userId, isOnline, at);
            unsettled.add(userId);
        }
    }

    private Future<Void> tell() {
        var due = List.copyOf(unsettled);
        unsettled.clear();
        var pairs = new HashSet<Pair>();
        each(due, (pair, state) -> pairs.add(pair));
        return acquaintances
                .learn(pairs)
                .onSuccess(learned -> deliver(due))
                .onFailure(failure -> unsettled.addAll(due));
    }

    private void deliver(List<String> due) {
        var changes = new LinkedHashMap<String, Map<String, PresenceChange>>();
        each(due, (pair, state) -> {
            if (acquaintances.share(pair)) {
                changes.computeIfAbsent(pair.watcher(), none -> new LinkedHashMap<>())
                        .put(pair.watched(), state);
            }
        });
        changes.forEach((watcher, told) -> listener.accept(watcher, new ArrayList<>(told.values())));
    }

    private void each(List<String> due, BiConsumer<Pair, PresenceChange> work) {
        for (var userId : due) {
            var one = watched.get(userId);
            var state = one == null ? null : one.state;
            if (one != null && state != null) {
                one.watchers.values().forEach(watcher -> work.accept(new Pair(watcher, userId), state));
            }
        }
    }

    /** A user who is watched: by which connections, of whom, and what they know. */
    private static final class Watched {
        final Map<UUID, String> watchers = new LinkedHashMap<>();

        @Nullable
        PresenceChange state;
    }
}
