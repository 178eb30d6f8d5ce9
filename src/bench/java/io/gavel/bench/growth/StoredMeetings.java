package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;
import java.util.Random;

/** More and more meetings of ten people, each of whom is in ten of them. */
record StoredMeetings(String name, int size, Pace pace) implements Line {
    private static final int PEOPLE = 10;
    private static final int FIRST = 1_000_000;

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        if (first) {
            // What PostgreSQL finds empty when it is analysed it takes for empty.
            new Costs(launcher, server, true, pace).fanout();
        }
        var ids = Rows.meetings(server, "Ring", size, size, PEOPLE, FIRST + " + n + j");
        return new Costs(launcher, server, first, pace)
                .rest("join", (costs, random) -> {
                    var n = 1 + random.nextInt(size);
                    return costs.ask("POST", "/api/meeting/" + ids.get(n - 1) + "/join", member(n, random), "");
                })
                .rest("get", (costs, random) -> {
                    var n = 1 + random.nextInt(size);
                    return costs.ask("GET", "/api/meeting/" + ids.get(n - 1), member(n, random), "");
                })
                .rest("list", (costs, random) -> {
                    // The first nine are in fewer meetings.
                    var n = PEOPLE + random.nextInt(size - PEOPLE + 1);
                    return costs.ask("GET", "/api/meeting/list", FIRST + n, "");
                })
                .fanout()
                .figures();
    }

    private static int member(int meeting, Random random) {
        return FIRST + meeting + random.nextInt(PEOPLE);
    }
}
