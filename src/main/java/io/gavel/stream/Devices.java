package io.gavel.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Which users have devices that listen here, and how many. Belongs to one event loop. */
final class Devices {
    private final Map<String, Integer> byUser = new HashMap<>();

    /** One more; what this returns takes it away again, and is harmless afterwards. */
    Runnable add(String userId) {
        byUser.merge(userId, 1, Integer::sum);
        var left = new AtomicBoolean();
        return () -> {
            if (!left.getAndSet(true)) {
                byUser.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
            }
        };
    }

    /** Those with at least one, as they are at any time. */
    Set<String> users() {
        return byUser.keySet();
    }
}
