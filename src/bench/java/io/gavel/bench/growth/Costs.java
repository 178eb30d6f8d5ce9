package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.net.Exchange;
import io.gavel.bench.net.Loop;
import io.gavel.bench.scenario.Fanout;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.scenario.RestLoad;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The costs of one size of a line, gathered. */
final class Costs {
    private static final int CONNECTIONS = 16;
    private static final int REQUESTS = 1000;
    private static final int WINDOW = 16;
    private static final long SEED = 7;
    private static final List<String> OF_REQUEST = List.of("server us", "PostgreSQL us");
    private static final List<String> OF_DELIVERY = List.of("server us/delivery", "PostgreSQL us/event");

    private final Launcher launcher;
    private final Server server;
    private final boolean first;
    private final Pace pace;
    private final Figures figures = new Figures();

    Costs(Launcher launcher, Server server, boolean first, Pace pace) {
        this.launcher = launcher;
        this.server = server;
        this.first = first;
        this.pace = pace;
    }

    /** Makes the next request. */
    interface Asking {
        byte[] next(Costs costs, Random random);
    }

    /** What such requests cost. */
    Costs rest(String name, Asking request) {
        var random = new Random(SEED);
        var requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> request.next(this, random))
                .toList();
        try (var loop = new Loop()) {
            var load = new RestLoad(loop, server, requests, CONNECTIONS, 0);
            pace.warmUp(server, first, load::run);
            figures.take(name + " ", load.figures(server, pace.seconds()), OF_REQUEST);
        }
        return this;
    }

    /** What an event costs in ten rooms of ten, whatever else there is. */
    Costs fanout() {
        var fanout = new Fanout("fanout", server.addresses().size(), 10, 10, WINDOW, 0, pace);
        return delivery(fanout.run(launcher, server, first));
    }

    Costs delivery(Figures fanout) {
        figures.take("", fanout, OF_DELIVERY);
        return this;
    }

    byte[] ask(String method, String path, int user, String body) {
        return Exchange.request(server.address(), method, path, server.tokens().of(user), body);
    }

    Figures figures() {
        return figures;
    }
}
