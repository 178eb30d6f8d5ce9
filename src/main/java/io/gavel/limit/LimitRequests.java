package io.gavel.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What nodes tell each other, by way of the database, of those who ask for much. */
public final class LimitRequests {
    private LimitRequests() {}

    /**
     * What somebody has spent at a node since it told of it last.
     *
     * @param key who: the same at all nodes, and nobody's name
     * @param spent the time in which it is earned again
     */
    public record Spending(UUID key, Duration spent) {}

    /** Adds what was spent here to what is known of it. */
    public record ShareSpending(List<Spending> spendings) {
        public ShareSpending {
            spendings = List.copyOf(spendings);
        }
    }

    /**
     * The answer.
     *
     * @param ahead how long it takes each of them to earn what was spent at all nodes together
     */
    public record SharedSpending(Map<UUID, Duration> ahead) {
        public SharedSpending {
            ahead = Map.copyOf(ahead);
        }
    }
}
