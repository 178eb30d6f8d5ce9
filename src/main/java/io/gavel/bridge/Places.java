package io.gavel.bridge;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many connections each user has at this node, over all event loops: taken before the upgrade, given back at the end. */
final class Places {
    private final int most;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    Places(int most) {
        this.most = most;
    }

    /** A place, or empty where the user has them all. */
    Optional<Place> take(String userId) {
        var had = new AtomicBoolean(true);
        taken.compute(userId, (user, count) -> {
            var before = count == null ? 0 : count;
            had.set(before < most);
            return had.get() ? Integer.valueOf(before + 1) : count;
        });
        return had.get() ? Optional.of(new Place(userId)) : Optional.empty();
    }

    /** One connection's place; it is given back once, whoever does so first. */
    final class Place {
        private final String userId;
        private final AtomicBoolean free = new AtomicBoolean();

        private Place(String userId) {
            this.userId = userId;
        }

        void free() {
            if (free.compareAndSet(false, true)) {
                taken.computeIfPresent(userId, (user, count) -> count == 1 ? null : Integer.valueOf(count - 1));
            }
        }
    }
}
