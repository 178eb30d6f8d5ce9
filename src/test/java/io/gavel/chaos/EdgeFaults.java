package io.gavel.chaos;

import io.gavel.cluster.SlowReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens between the clients and the nodes. */
final class EdgeFaults {
    private static final int SLOW = 10;

    private final Rig rig;
    private final List<Crowd> crowds;

    EdgeFaults(Rig rig, List<Crowd> crowds) {
        this.rig = rig;
        this.crowds = crowds;
    }

    List<Fault> all() {
        return List.of(balancerKilled(), slowReaders());
    }

    private Fault balancerKilled() {
        return new Fault(
                "F20",
                "kill -9 of the balancer",
                Duration.ofSeconds(3),
                rig.balancer()::kill,
                () -> {
                    rig.balancer().startAgain();
                    return 1;
                },
                "processes killed");
    }

    private Fault slowReaders() {
        var readers = new ArrayList<SlowReader>();
        return new Fault(
                "F23",
                SLOW + " readers who do not read",
                Duration.ofSeconds(15),
                () -> {
                    var crowd = crowds.get(0);
                    for (var person : crowd.people().subList(0, SLOW)) {
                        readers.add(SlowReader.open(
                                rig.balancer().url(),
                                person.token(),
                                crowd.load().meetingId()));
                    }
                },
                () -> {
                    for (var reader : readers) {
                        reader.close();
                    }
                    return readers.size();
                },
                "readers");
    }
}
