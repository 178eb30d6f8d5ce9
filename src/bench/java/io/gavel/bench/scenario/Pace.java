package io.gavel.bench.scenario;

import io.gavel.bench.server.Server;
import java.util.function.DoubleConsumer;

/**
 * How long everything takes.
 *
 * @param seconds of a measurement
 * @param warmSeconds before it, at full load
 * @param longestWarmSeconds before the first one of a server, which goes on while much is still being compiled
 */
public record Pace(double seconds, double warmSeconds, double longestWarmSeconds) {
    private static final double COMPILED = 0.04;

    /** Warms a server up by work for so many seconds, again and again if it is the first time. */
    public void warmUp(Server server, boolean first, DoubleConsumer work) {
        double worked = 0;
        boolean cold = true;
        while (worked == 0 || (first && cold && worked < longestWarmSeconds)) {
            var before = server.usage();
            work.accept(warmSeconds);
            var used = server.usage().since(before);
            cold = worked == 0 || used.compiler() > COMPILED * used.server();
            worked += warmSeconds;
        }
    }
}
