package io.gavel.notification;

import java.time.Instant;
import java.util.List;

/** What travels on a user's own address. */
public final class PersonalRequests {
    private PersonalRequests() {}

    /** Notifications for these users were committed just now, or that they are unread no longer. */
    public record UsersNotified(List<String> userIds) {
        public UsersNotified {
            userIds = List.copyOf(userIds);
        }
    }

    /** Asks for the notifications of these users with an id above this one, oldest first, at most {@link #MOST}. */
    public record ReadRecent(List<String> userIds, long afterId) {
        public static final int MOST = 1000;

        public ReadRecent {
            userIds = List.copyOf(userIds);
        }
    }

    /**
     * The answer.
     *
     * @param newestId the highest id of all, whoever they are for; 0 without any
     */
    public record Recent(List<Personal> items, long newestId) {
        public Recent {
            items = List.copyOf(items);
        }
    }

    /**
     * One notification as its user's devices get it, or that one is unread no longer: both have ids of one sequence.
     *
     * @param json the event: {@code event, at} and the payload's fields
     */
    public record Personal(long id, String userId, Instant at, String json) {}
}
