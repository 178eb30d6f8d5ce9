package io.gavel.jitsi;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What passes between whoever knows what is to be done in Jitsi, and whoever does it. */
public final class RoomTaskRequests {
    private RoomTaskRequests() {}

    /**
     * What is to be done now?
     *
     * @param observes whether this deployment's Jitsi can be asked who is in a room
     */
    public record TakeTasks(boolean observes) {}

    /**
     * Taken for whoever has asked; no other node gets them until he must have been through with them.
     *
     * @param isMore whether there may be more
     * @param givenUp rooms that could not be ended in all the time that it was tried
     */
    public record TakenTasks(List<RoomTask> tasks, boolean isMore, List<String> givenUp) {
        public TakenTasks {
            tasks = List.copyOf(tasks);
            givenUp = List.copyOf(givenUp);
        }
    }

    public record TaskTried(RoomTask task, RoomTask.Outcome outcome) {}

    /**
     * What follows from a try.
     *
     * @param again after how long it is to be tried again; null: not as far as is known now
     */
    public record NextTry(@Nullable Duration again) {}

    /** A token with which this node speaks to Jitsi's servers; for one call, and never for a browser. */
    public record SignSystemToken(String room) {}

    /** What must not be logged: it opens every room to whoever has it. */
    public record SystemToken(String text) {
        @Override
        public String toString() {
            return "***";
        }
    }
}
