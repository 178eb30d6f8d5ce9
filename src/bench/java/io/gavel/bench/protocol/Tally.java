package io.gavel.bench.protocol;

import io.gavel.bench.measure.Latency;

/** What came back in a phase. The generator is one thread; so is this. */
public final class Tally {
    private final Latency delivery = new Latency();
    private final Latency reply = new Latency();
    private long sent;
    private long expected;
    private long delivered;
    private long own;
    private long replies;
    private long joins;
    private long disorders;
    private long failures;
    private String firstFault = "";

    /** Forgets the phase before; what was at fault then stays at fault. */
    public void beginPhase() {
        delivery.clear();
        reply.clear();
        sent = expected = delivered = own = replies = 0;
    }

    void sent(int listeners) {
        sent++;
        expected += listeners;
    }

    void delivered(long micros, boolean isOwn) {
        delivered++;
        delivery.add(micros);
        if (isOwn) {
            own++;
        }
    }

    void replied(long micros) {
        replies++;
        reply.add(micros);
    }

    void joinHeard() {
        joins++;
    }

    /** An event that is missing, comes twice or at the wrong place. */
    void disorder(String what) {
        disorders++;
        fault(what);
    }

    void failure(String what) {
        failures++;
        fault(what);
    }

    private void fault(String what) {
        if (firstFault.isEmpty()) {
            firstFault = what;
        }
    }

    public long sent() {
        return sent;
    }

    public long delivered() {
        return delivered;
    }

    /** How many events are on their way: sent, and not yet back at who sent them. */
    public long outstanding() {
        return sent - own;
    }

    public long missing() {
        return expected - delivered;
    }

    public long replies() {
        return replies;
    }

    public long joins() {
        return joins;
    }

    public long disorders() {
        return disorders;
    }

    public long failures() {
        return failures;
    }

    /** The first thing that went wrong, in words; empty where nothing did. */
    public String firstFault() {
        return firstFault;
    }

    public Latency delivery() {
        return delivery;
    }

    public Latency reply() {
        return reply;
    }
}
