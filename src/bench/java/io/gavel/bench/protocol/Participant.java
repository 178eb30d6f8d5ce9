package io.gavel.bench.protocol;

import io.gavel.bench.net.Loop;
import io.gavel.bench.net.WebSocketLink;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Somebody with one connection in one room, who checks what arrives there. */
public final class Participant implements WebSocketLink.Listener {
    private static final int REMEMBERED = 1 << 10;

    private final Protocol protocol;
    private final Room room;
    private final int index;
    private final int user;
    private final String token;
    private final long[] sentAt = new long[REMEMBERED];
    private final long[] numbers = new long[REMEMBERED];
    private @Nullable WebSocketLink link;
    private boolean inside;
    private boolean gone;
    private boolean leaving;
    private boolean muted = true;
    private long sent;
    private long told;
    private long live;
    private long joinedAt;

    Participant(Protocol protocol, Room room, int index, int user, String token) {
        this.protocol = protocol;
        this.room = room;
        this.index = index;
        this.user = user;
        this.token = token;
    }

    public void connect(Loop loop, InetSocketAddress address) {
        WebSocketLink.open(loop, address, protocol.path(), token, this);
    }

    /** Sends the next status, which was meant to be sent at that time. */
    public void say(long intended) {
        sent++;
        muted = !muted;
        sentAt[slot(sent)] = intended;
        numbers[slot(sent)] = 0;
        room.tally().sent(room.people().size());
        send(protocol.status(this, sent, muted));
    }

    public void ping() {
        if (inside && !gone) {
            protocol.ping(this);
        }
    }

    /** Closes the connection; from then on nothing is missing. */
    public void leave() {
        leaving = true;
        if (link != null) {
            link.close();
        }
    }

    void send(byte[] text) {
        if (link != null) {
            link.text(text);
        }
    }

    @Override
    public void opened(WebSocketLink opened) {
        link = opened;
        protocol.opened(this);
    }

    @Override
    public void text(byte[] data, int from, int to) {
        protocol.text(this, data, from, to);
    }

    @Override
    public void closed(String reason) {
        gone = true;
        if (!leaving) {
            room.tally().failure("connection of " + Tokens.userId(user) + ": " + reason);
        }
    }

    /** The room let this one in; on a numbered stream everything after seq comes from now on. */
    void joined(long seq) {
        inside = true;
        joinedAt = seq;
    }

    /** The place of an event in a numbered stream: one after the other, without a hole. */
    void hears(long seq) {
        if (live != 0 ? seq != live + 1 : inside && seq > joinedAt + 1) {
            room.tally()
                    .disorder("meeting " + room.id() + ", " + Tokens.userId(user) + ": " + seq + " after "
                            + Math.max(live, joinedAt));
        }
        live = seq;
    }

    /** The next status of this sender is known to be event number seq; returns when it was meant to be sent. */
    long told(long seq) {
        told++;
        if (told > sent) {
            room.tally().disorder("meeting " + room.id() + ": event " + seq + " was sent by nobody");
            return Loop.micros();
        }
        numbered(told, seq);
        return sentAt[slot(told)];
    }

    /** The server answered that this sender's message is event number seq. */
    void replied(long number, long seq) {
        room.tally().replied(Loop.micros() - sentAt[slot(number)]);
        numbered(number, seq);
    }

    private void numbered(long number, long seq) {
        var known = numbers[slot(number)];
        if (known != 0 && known != seq) {
            room.tally()
                    .disorder("meeting " + room.id() + ": message " + number + " of " + Tokens.userId(user) + " is "
                            + known + " and " + seq);
        }
        numbers[slot(number)] = seq;
    }

    long sentAt(long number) {
        return sentAt[slot(number)];
    }

    private static int slot(long number) {
        return (int) (number % REMEMBERED);
    }

    public boolean isInside() {
        return inside;
    }

    public boolean isGone() {
        return gone;
    }

    /** The last event that it heard live. */
    public long heard() {
        return live;
    }

    /** The last event that it heard or was told of in the answer to its join. */
    public long position() {
        return Math.max(live, joinedAt);
    }

    public Room room() {
        return room;
    }

    public int user() {
        return user;
    }

    public String token() {
        return token;
    }

    int index() {
        return index;
    }
}
