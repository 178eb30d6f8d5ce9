package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.net.Loop;
import io.gavel.bench.scenario.Crowd;
import io.gavel.bench.scenario.Fanout;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;
import java.util.Random;

/** One meeting of fifty people in which more and more has happened. */
record LongMeeting(String name, int events, Pace pace) implements Line {
    private static final int PEOPLE = 50;
    private static final int WINDOW = 8;
    private static final int PAGE = 50;

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        var costs = new Costs(launcher, server, first, pace);
        try (var loop = new Loop();
                var crowd = new Crowd(loop, server, 1, PEOPLE)) {
            var id = crowd.rooms().get(0).id();
            Rows.events(server, id, events);
            costs.rest("get", (asked, random) -> asked.ask("GET", "/api/meeting/" + id, person(random), ""));
            costs.rest(
                    "join", (asked, random) -> asked.ask("POST", "/api/meeting/" + id + "/join", person(random), ""));
            costs.rest("last events", (asked, random) -> asked.ask("GET", page(id), person(random), ""));
            crowd.admit();
            crowd.connect();
            var fanout = new Fanout("fanout", 1, 1, PEOPLE, WINDOW, 0, pace);
            costs.delivery(fanout.speak(loop, launcher, server, crowd, first));
        }
        return costs.figures();
    }

    private String page(String id) {
        return "/api/meeting/" + id + "/events?after=" + (events - PAGE) + "&limit=" + PAGE;
    }

    private static int person(Random random) {
        return 1 + random.nextInt(PEOPLE);
    }
}
