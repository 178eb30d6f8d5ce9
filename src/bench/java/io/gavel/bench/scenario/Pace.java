package io.gavel.bench.scenario;

/**
 * How long everything takes.
 *
 * @param seconds of a measurement
 * @param warmSeconds before it, at full load
 * @param firstWarmSeconds before the first one of a server: what is compiled late is compiled then
 */
public record Pace(double seconds, double warmSeconds, double firstWarmSeconds) {
    double warm(boolean first) {
        return first ? firstWarmSeconds : warmSeconds;
    }
}
