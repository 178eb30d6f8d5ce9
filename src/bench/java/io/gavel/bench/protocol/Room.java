package io.gavel.bench.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A meeting and the people who listen in it. */
public final class Room {
    /** Of each person's events, on the average: those that are on their way, even if the server pauses. */
    private static final int REMEMBERED = 128;

    private static final int MOST_REMEMBERED = 1 << 15;
    private static final long NO_STATUS = -1;

    private final String id;
    private final int firstUser;
    private final Tally tally;
    private final List<Participant> people = new ArrayList<>();
    private final long[] sentAt;
    private final int[] senders;
    private long highest;

    public Room(String id, int firstUser, int size, Protocol protocol, Tokens tokens, Tally tally) {
        this.id = id;
        this.firstUser = firstUser;
        this.tally = tally;
        this.sentAt = new long[Math.min(REMEMBERED * size, MOST_REMEMBERED)];
        this.senders = new int[sentAt.length];
        for (int i = 0; i < size; i++) {
            people.add(new Participant(protocol, this, i, firstUser + i, tokens.of(firstUser + i)));
        }
    }

    public String id() {
        return id;
    }

    public List<Participant> people() {
        return Collections.unmodifiableList(people);
    }

    public Tally tally() {
        return tally;
    }

    /** The number of the last event that anybody here heard. */
    public long highest() {
        return highest;
    }

    Participant person(long user) {
        return people.get((int) (user - firstUser));
    }

    /** Whether nobody has heard this event before; then one of the next two is to be called. */
    boolean isNew(long seq) {
        return seq > highest;
    }

    /** Somebody's status is event number seq: the server keeps the order of each sender. */
    void firstHeard(long seq, Participant sender) {
        highest = seq;
        senders[slot(seq)] = sender.index();
        sentAt[slot(seq)] = sender.told(seq);
    }

    void firstHeardOther(long seq) {
        highest = seq;
        sentAt[slot(seq)] = NO_STATUS;
    }

    void heard(long seq, Participant listener, long now) {
        var since = sentAt[slot(seq)];
        if (since != NO_STATUS) {
            tally.delivered(now - since, senders[slot(seq)] == listener.index());
        }
    }

    private int slot(long seq) {
        return (int) (seq % sentAt.length);
    }
}
