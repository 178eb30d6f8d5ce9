package io.gavel.bench.scenario;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.measure.Usage;
import io.gavel.bench.net.Loop;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;
import java.util.Random;

/**
 * Everybody tells now and then whether the microphone is on; each such event is durable, and then everybody in the room hears
 * it.
 *
 * @param window so many events are on their way at any time; 0: at the rate, whatever the server does
 * @param rate events per second of all rooms together
 */
public record Fanout(String name, int nodes, int rooms, int size, int window, double rate, Pace pace)
        implements Scenario {
    private static final long SEED = 11;
    private static final int WARM_WINDOW = 16;
    private static final long IDLE_MICROS = 2000;
    private static final double DRAIN_SECONDS = 15;
    private static final int POLL_EVERY = 16;

    @Override
    public boolean wantsFresh() {
        return false;
    }

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        try (var loop = new Loop();
                var crowd = new Crowd(loop, server, rooms, size)) {
            crowd.admit();
            crowd.connect();
            return speak(loop, launcher, server, crowd, first);
        }
    }

    /** The same among people who are inside already. */
    public Figures speak(Loop loop, Launcher launcher, Server server, Crowd crowd, boolean first) {
        crowd.allTold(DRAIN_SECONDS);
        var random = new Random(SEED);
        pace.warmUp(server, first, seconds -> closedLoop(loop, crowd, random, Math.max(window, WARM_WINDOW), seconds));
        var before = server.usage();
        var speaking = window > 0
                ? closedLoop(loop, crowd, random, window, pace.seconds())
                : openLoop(loop, crowd, random, pace.seconds());
        return figures(launcher, server, crowd, server.usage().since(before), speaking);
    }

    /** How much came back while everybody spoke. */
    private record Speaking(double events, double deliveries, double seconds) {}

    private Figures figures(Launcher launcher, Server server, Crowd crowd, Usage used, Speaking speaking) {
        var tally = crowd.tally();
        var figures = new Figures()
                .put("events/s", speaking.events() / speaking.seconds())
                .put("deliveries/s", speaking.deliveries() / speaking.seconds())
                .put("server us/delivery", used.steady(tally.delivered()))
                .put("server us/event", used.steady(tally.sent()))
                .put("of that GC us/delivery", Usage.per(used.collector(), tally.delivered()))
                .put("JIT us/delivery", Usage.per(used.compiler(), tally.delivered()))
                .put("PostgreSQL us/event", Usage.per(used.database(), tally.sent()))
                .latency("", tally.delivery())
                .latency("answer ", tally.reply())
                .put("lost", (double) tally.missing())
                .put("out of order", (double) tally.disorders())
                .put("generator us/delivery", Usage.per(used.generator(), tally.delivered()))
                .put("RSS MB", server.residentKibibytes() / 1024.0);
        if (tally.failures() > 0 || (launcher.isOurs() && (tally.missing() != 0 || tally.disorders() > 0))) {
            figures.fault(tally.missing() + " lost, " + tally.disorders() + " out of order, " + tally.failures()
                    + " refused or cut off: " + tally.firstFault());
        }
        return figures;
    }

    private Speaking closedLoop(Loop loop, Crowd crowd, Random random, int outstanding, double seconds) {
        var tally = crowd.tally();
        tally.beginPhase();
        long start = Loop.micros();
        long stop = start + (long) (seconds * 1e6);
        while (Loop.micros() < stop && tally.failures() == 0) {
            while (tally.outstanding() < outstanding) {
                say(crowd, random, Loop.micros());
                if (tally.sent() % POLL_EVERY == 0) {
                    loop.poll(0);
                }
            }
            crowd.ping();
            loop.poll(IDLE_MICROS);
        }
        return drained(loop, crowd, start);
    }

    private Speaking openLoop(Loop loop, Crowd crowd, Random random, double seconds) {
        var tally = crowd.tally();
        tally.beginPhase();
        long start = Loop.micros();
        long stop = start + (long) (seconds * 1e6);
        for (long now = start; now < stop && tally.failures() == 0; now = Loop.micros()) {
            long due = start + (long) (tally.sent() * 1e6 / rate);
            while (due <= now) {
                say(crowd, random, due);
                due = start + (long) (tally.sent() * 1e6 / rate);
            }
            crowd.ping();
            loop.poll(Math.max(0, Math.min(IDLE_MICROS, due - Loop.micros())));
        }
        return drained(loop, crowd, start);
    }

    /** Every meeting speaks in turn, each time somebody else. */
    private void say(Crowd crowd, Random random, long intended) {
        var room = crowd.rooms().get((int) (crowd.tally().sent() % rooms));
        room.people().get(random.nextInt(size)).say(intended);
    }

    private static Speaking drained(Loop loop, Crowd crowd, long start) {
        var tally = crowd.tally();
        var speaking =
                new Speaking(tally.sent() - tally.outstanding(), tally.delivered(), (Loop.micros() - start) / 1e6);
        loop.pollUntil(() -> tally.missing() <= 0 || tally.failures() > 0, DRAIN_SECONDS);
        return speaking;
    }
}
