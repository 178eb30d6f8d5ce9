package io.gavel.chaos;

import io.gavel.cluster.Load;
import io.gavel.cluster.Person;
import io.gavel.cluster.Platform;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The people of one meeting at work.
 *
 * @param canary stands in all that is told in this meeting and nowhere else
 */
record Crowd(Load load, List<Person> people, String canary) {
    private static final Duration PACE = Duration.ofMillis(500);

    /** Makes a meeting and brings so many people into it, all by this address. */
    static Crowd gather(int number, String url, String database, int size) {
        var canary = "canary-of-meeting-" + number;
        var people = IntStream.range(0, size)
                .mapToObj(i -> Platform.person("crowd-" + number + "-" + i, "Person " + i + " " + canary))
                .toList();
        return new Crowd(Load.start(List.of(url), database, people, PACE), people, canary);
    }
}
