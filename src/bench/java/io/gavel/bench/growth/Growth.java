package io.gavel.bench.growth;

import io.gavel.bench.scenario.Pace;
import io.gavel.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The lines: scenarios whose names end in a size. They are told of by ratios, and Gavel's alone. */
public final class Growth {
    /** What all names begin with, and what asks for them. */
    public static final String GROUP = "growth";

    /** A line's servers are warm after its first size. */
    private static final double LONGEST_WARM_SECONDS = 15;

    private Growth() {}

    public static List<Scenario> all(Pace given) {
        var pace = new Pace(given.seconds(), given.warmSeconds(), LONGEST_WARM_SECONDS);
        var all = new ArrayList<Scenario>();
        for (int meetings : List.of(10, 100, 1_000, 10_000)) {
            all.add(new StoredMeetings(GROUP + " meetings " + meetings, meetings, pace));
        }
        for (int events : List.of(1_000, 10_000, 100_000, 1_000_000)) {
            all.add(new LongMeeting(GROUP + " events " + events, events, pace));
        }
        for (int meetings : List.of(10, 100, 1_000, 10_000, 100_000)) {
            all.add(new BusyUser(GROUP + " memberships " + meetings, meetings, pace));
        }
        for (int rooms : List.of(10, 100, 1_000, 10_000)) {
            all.add(new OpenRooms(GROUP + " rooms " + rooms, rooms, pace));
        }
        for (int nodes = 1; nodes <= 3; nodes++) {
            all.add(new Nodes(GROUP + " nodes " + nodes, nodes, pace));
        }
        return all;
    }
}
