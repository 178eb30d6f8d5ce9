package io.gavel.stream;

import io.gavel.event.StreamRequests.Authorization;
import io.gavel.event.Topic;
import io.gavel.problem.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells who types where. Whoever says so with every key is told of every two seconds; whoever begins and stops in haste, four
 * times a second, and what was said last in any case. Belongs to one event loop.
 */
public final class Typists {
    private static final Duration REPEAT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Timers timers;
    private final Authorizer authorizer;
    private final Channels channels;
    private final Encoder encoder;
    private final Map<Typist, Said> typists = new HashMap<>();

    /** Writes the event as every client gets it. */
    public interface Encoder {
        String encode(Topic topic, String userId, boolean isTyping);
    }

    public Typists(Timers timers, Authorizer authorizer, Channels channels, Encoder encoder) {
        this.timers = timers;
        this.authorizer = authorizer;
        this.channels = channels;
        this.encoder = encoder;
    }

    /** A user says that it types, or no longer does. Problems: NOT_FOUND for who is no member, UNAVAILABLE. */
    public Future<Void> says(Topic topic, String userId, boolean on) {
        var typist = new Typist(topic, userId);
        var known = typists.get(typist);
        if (known != null && isRepeated(known, on) && channels.vouches(topic, userId, known.head)) {
            return Future.succeededFuture();
        }
        return authorizer.authorize(topic, userId).compose(head -> {
            if (!head.isMember()) {
                return Future.failedFuture(Problem.notFound());
            }
            take(typist, on, head);
            return Future.succeededFuture();
        });
    }

    private boolean isRepeated(Said said, boolean on) {
        return said.told == on && said.latest == on && age(said) < REPEAT.toNanos();
    }

    private void take(Typist typist, boolean on, Authorization head) {
        var said = typists.get(typist);
        if (said == null) {
            said = new Said(head);
            typists.put(typist, said);
        } else if (age(said) < (said.told == on ? REPEAT : PAUSE).toNanos()) {
            said.head = head;
            said.latest = on;
            return;
        }
        tell(typist, said, on, head);
    }

    private void tell(Typist typist, Said said, boolean on, Authorization head) {
        var at = timers.nanos();
        said.head = head;
        said.latest = on;
        said.told = on;
        said.at = at;
        channels.signal(new Signal(
                typist.topic,
                typist.userId,
                head.epoch(),
                head.seq(),
                encoder.encode(typist.topic, typist.userId, on)));
        timers.after(PAUSE, () -> settle(typist, said));
        timers.after(REPEAT, () -> forget(typist, said, at));
    }

    /** What was said too soon is told now, if it is still so, and if this is still a member. */
    private void settle(Typist typist, Said said) {
        if (said.latest != said.told) {
            says(typist.topic, typist.userId, said.latest);
        }
    }

    private void forget(Typist typist, Said said, long at) {
        if (said.at == at) {
            typists.remove(typist, said);
        }
    }

    /** Whether nobody has said anything lately. */
    boolean areSilent() {
        return typists.isEmpty();
    }

    private long age(Said said) {
        return timers.nanos() - said.at;
    }

    private record Typist(Topic topic, String userId) {}

    /** What was told last and when, what was said last, and what made this user a member then. */
    private static final class Said {
        Authorization head;
        boolean told;
        boolean latest;
        long at;

        Said(Authorization head) {
            this.head = head;
        }
    }
}
