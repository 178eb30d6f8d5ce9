package io.gavel.jitsi;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What passes between whoever knows what is to be done in Jitsi, and whoever does it. */
public final class RoomTaskRequests {
    private RoomTaskRequests() {}

    /** What is to be done now, of these kinds? */
    public record TakeTasks(Set<RoomTask.Kind> kinds) {
        public TakeTasks {
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * Taken for whoever has asked; no other node gets them until he must have been through with them.
     *
     * @param isMore whether there may be more
     */
    public record TakenTasks(List<RoomTask> tasks, boolean isMore) {
        public TakenTasks {
            tasks = List.copyOf(tasks);
        }
    }

    /** Whether a task that was taken is still to be done. */
    public record TaskStands(boolean stands) {}

    /**
     * What came of a task.
     *
     * @param server the one that was called: its address, and how rooms are called there
     * @param entrance for how long after a meeting's end its room may come about although it must not
     */
    public record TaskTried(RoomTask task, RoomTask.Outcome outcome, String server, Duration entrance) {}

    /** What an operator should know of a try. */
    public enum Remark {
        NONE,
        /** The server has never found a room, and not this one either, of which Jitsi has told that people are in it. */
        DOUBTFUL,
        /** It could not be done for a day, and is left alone. */
        GIVEN_UP
    }

    /**
     * What follows from a try.
     *
     * @param again after how long it is to be tried again; null: not as far as is known now
     */
    public record NextTry(@Nullable Duration again, Remark remark) {
        public static final NextTry NONE = new NextTry(null, Remark.NONE);
    }

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
