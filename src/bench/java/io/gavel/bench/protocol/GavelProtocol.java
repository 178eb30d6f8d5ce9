package io.gavel.bench.protocol;

import io.gavel.bench.net.Bytes;
import io.gavel.bench.net.Loop;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The frames of vertx-eventbus.js on the raw WebSocket of Gavel's bridge, as Gavel's own client sends them. */
public final class GavelProtocol implements Protocol {
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final byte[] EVENT = Bytes.of("{\"type\":\"rec\",\"address\":\"meeting.");
    private static final byte[] REPLY = Bytes.of("{\"type\":\"rec\",\"address\":\"r");
    private static final byte[] JOIN_REPLY = Bytes.of("{\"type\":\"rec\",\"address\":\"join\"");
    private static final byte[] PONG = Bytes.of("{\"type\":\"pong\"");
    private static final byte[] SEQ = Bytes.of("\"seq\":");
    private static final byte[] STATUS = Bytes.of("\"event\":\"user_audio_status\"");
    private static final byte[] JOINED = Bytes.of("\"event\":\"user_joined_meeting\"");
    private static final byte[] USER = Bytes.of("\"userId\":\"");
    private static final byte[] PING = Bytes.of("{\"type\":\"ping\"}");

    private final String nonce = UUID.randomUUID().toString().substring(0, 23);

    @Override
    public String createBody(String title, int first, int count) {
        // A day long, so that no sweep completes a meeting that is empty between two measurements.
        return "{\"title\":\"" + title + "\",\"durationMinutes\":1440,\"participantUserIds\":"
                + People.ids(first, count) + "}";
    }

    @Override
    public String meetingId(String answer) {
        return People.first(ID, answer);
    }

    @Override
    public String path() {
        return "/eventbus/websocket";
    }

    @Override
    public boolean needsAdmission() {
        return true;
    }

    @Override
    public void opened(Participant participant) {
        var meeting = participant.room().id();
        participant.send(Bytes.of("{\"type\":\"register\",\"address\":\"meeting." + meeting + "\"}"));
        participant.send(
                Bytes.of("{\"type\":\"send\",\"address\":\"join_meeting_room\",\"replyAddress\":\"join\",\"body\":"
                        + "{\"meetingId\":" + meeting + "}}"));
    }

    @Override
    public byte[] status(Participant sender, long number, boolean muted) {
        return Bytes.of("{\"type\":\"send\",\"address\":\"meeting_audio_status\",\"replyAddress\":\"r" + number
                + "\",\"body\":{\"meetingId\":" + sender.room().id() + ",\"isMuted\":" + muted + ",\"clientEventId\":\""
                + nonce + "-" + String.format(Locale.ROOT, "%012x", number) + "\"}}");
    }

    @Override
    public void ping(Participant participant) {
        participant.send(PING);
    }

    @Override
    public void text(Participant participant, byte[] data, int from, int to) {
        if (Bytes.startsWith(data, from, to, EVENT)) {
            event(participant, data, from, to);
        } else if (Bytes.startsWith(data, from, to, REPLY)) {
            participant.replied(
                    Bytes.number(data, from + REPLY.length, to), Bytes.numberAfter(data, from + REPLY.length, to, SEQ));
        } else if (Bytes.startsWith(data, from, to, JOIN_REPLY)) {
            participant.joined(Bytes.numberAfter(data, from, to, SEQ));
        } else if (!Bytes.startsWith(data, from, to, PONG)) {
            participant.room().tally().failure(Bytes.text(data, from, Math.min(to, from + 500)));
        }
    }

    private static void event(Participant participant, byte[] data, int from, int to) {
        var room = participant.room();
        long seq = Bytes.numberAfter(data, from + EVENT.length, to, SEQ);
        participant.hears(seq);
        if (room.isNew(seq)) {
            if (Bytes.find(data, from, to, STATUS) >= 0) {
                room.firstHeard(seq, room.person(People.user(data, from, to, USER)));
            } else {
                room.firstHeardOther(seq);
            }
        }
        if (Bytes.find(data, from + EVENT.length, Math.min(to, from + EVENT.length + 60), JOINED) >= 0) {
            room.tally().joinHeard();
        }
        room.heard(seq, participant, Loop.micros());
    }
}
