package io.gavel.stream;

import io.gavel.presence.Presence;
import io.gavel.presence.PresenceChange;
import io.gavel.presence.PresenceRequests.Online;
import io.gavel.presence.PresenceRequests.Pair;
import io.gavel.presence.PresenceRequests.Seen;
import io.gavel.presence.PresenceRequests.Sharing;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A watch, those who are online, and what the watchers were told. */
final class WatchedUsers {
    static final Duration PERIOD = Duration.ofSeconds(1);

    final ManualTimers timers = new ManualTimers();
    final Set<String> online = new HashSet<>();
    final Set<String> here = new HashSet<>();

    /** Watchers who share nothing with anybody. */
    final Set<String> strangers = new HashSet<>();

    final List<List<String>> questions = new ArrayList<>();
    final List<List<Pair>> sharingQuestions = new ArrayList<>();

    /** Each delivery: the watcher, and who came and went. */
    final List<String> told = new ArrayList<>();

    final PresenceWatch watch = new PresenceWatch(timers, this::online, this::sharing, here::contains, this::tell);
    boolean away;
    boolean sharingAway;

    void flip(String userId) {
        if (!online.remove(userId)) {
            online.add(userId);
        }
        timers.pass(PERIOD);
    }

    /** Those who are online by the answer. */
    List<String> watching(UUID connection, String watcher, String... userIds) {
        var answer = watch.watch(connection, watcher, List.of(userIds), () -> Future.succeededFuture(seen(userIds)));
        return answer.result().items().stream()
                .filter(Presence::online)
                .map(Presence::userId)
                .toList();
    }

    Seen seen(String... userIds) {
        var items = List.of(userIds).stream()
                .map(userId -> new Presence(userId, online.contains(userId), null, false))
                .toList();
        return new Seen(items, now());
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(timers.nanos());
    }

    private Future<Online> online(List<String> userIds) {
        questions.add(userIds);
        return away
                ? Future.failedFuture(Problem.unavailable("away"))
                : Future.succeededFuture(
                        new Online(userIds.stream().filter(online::contains).collect(Collectors.toSet()), now()));
    }

    private Future<Sharing> sharing(List<Pair> pairs) {
        sharingQuestions.add(pairs);
        return sharingAway
                ? Future.failedFuture(Problem.unavailable("away"))
                : Future.succeededFuture(new Sharing(pairs.stream()
                        .filter(pair -> !strangers.contains(pair.watcher()))
                        .collect(Collectors.toSet())));
    }

    private void tell(String watcher, List<PresenceChange> changes) {
        told.add(watcher + ": "
                + changes.stream()
                        .map(change -> (change.online() ? "+" : "-") + change.userId())
                        .sorted((one, other) -> one.substring(1).compareTo(other.substring(1)))
                        .collect(Collectors.joining(" ")));
    }
}
