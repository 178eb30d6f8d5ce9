package io.gavel.chaos;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks one thing after the other, in an order that its seed decides, with pauses of 3 to 8 s, each thing once. */
final class Nemesis {
    private static final Logger LOG = LoggerFactory.getLogger(Nemesis.class);
    private static final int SHORTEST_PAUSE_MILLIS = 3_000;
    private static final int LONGEST_PAUSE_MILLIS = 8_000;
    private static final int FAULTS_FOR_A_DEPARTURE = 3;

    private final Rig rig;
    private final List<Crowd> crowds;
    private final Departures departures;
    private final Random random;
    private final List<Injected> injected = new ArrayList<>();

    /** A fault that was there, and how much of it. */
    record Injected(Fault fault, long from, long to, long count) {}

    Nemesis(Rig rig, List<Crowd> crowds, Departures departures, long seed) {
        this.rig = rig;
        this.crowds = crowds;
        this.departures = departures;
        this.random = new Random(seed);
    }

    /** All faults, or with -Dchaos.only those whose number or name has that text. */
    List<Injected> breakEverything() throws Exception {
        var deck = new ArrayList<Fault>();
        deck.addAll(new NodeFaults(rig, random).all());
        deck.addAll(new WireFaults(rig, random).all());
        deck.addAll(new DatabaseFaults(rig, crowds).all());
        deck.addAll(new EdgeFaults(rig, crowds).all());
        deck.removeIf(fault -> !fault.toString().contains(System.getProperty("chaos.only", "")));
        Collections.shuffle(deck, random);
        for (var fault : deck) {
            pass(Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS)));
            if (injected.size() % FAULTS_FOR_A_DEPARTURE == 0) {
                departures.one();
            }
            injected.add(inject(fault));
        }
        return List.copyOf(injected);
    }

    private Injected inject(Fault fault) throws Exception {
        LOG.info("{}", fault);
        note(fault + " begins");
        var from = System.nanoTime();
        fault.begin().run();
        pass(fault.length());
        var count = fault.end().run();
        var to = System.nanoTime();
        note(fault + " is over, " + count + " " + fault.unit());
        rig.awaitWhole();
        note("all nodes are ready");
        return new Injected(fault, from, to, count);
    }

    private void note(String what) {
        crowds.forEach(crowd -> crowd.load().history().inject(what));
    }

    /** Time is what this one is about: nothing else is waited for. */
    static void pass(Duration time) {
        if (!time.isZero()) {
            await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
        }
    }
}
