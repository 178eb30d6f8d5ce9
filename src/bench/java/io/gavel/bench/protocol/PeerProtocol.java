package io.gavel.bench.protocol;

import io.gavel.bench.net.Bytes;
import io.gavel.bench.net.Loop;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Socket.IO 4 over Engine.IO 4, WebSocket alone. The peer repeats the sender's own number in the event. */
public final class PeerProtocol implements Protocol {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final byte[] STATUS = Bytes.of("42[\"user_audio_status\"");
    private static final byte[] JOINED = Bytes.of("42[\"user_joined\"");
    private static final byte[] NUMBER = Bytes.of("\"t\":");
    private static final byte[] USER = Bytes.of("\"userId\":\"");
    private static final byte[] ERROR = Bytes.of("error");
    private static final byte[] PONG = Bytes.of("3");

    private final Map<Participant, int[]> heard = new HashMap<>();

    @Override
    public String createBody(String title, int first, int count) {
        return "{\"title\":\"" + title + "\",\"participantUserIds\":" + People.ids(first, count) + "}";
    }

    @Override
    public String meetingId(String answer) {
        return People.first(ID, answer);
    }

    @Override
    public String path() {
        return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public boolean needsAdmission() {
        return false;
    }

    @Override
    public void opened(Participant participant) {
        heard.put(participant, new int[participant.room().people().size()]);
    }

    @Override
    public byte[] status(Participant sender, long number, boolean muted) {
        return Bytes.of("42[\"meeting_audio_status\",{\"meetingId\":\""
                + sender.room().id() + "\",\"isMuted\":" + muted + ",\"t\":" + number + "}]");
    }

    @Override
    public void ping(Participant participant) {
        // The server asks, the client answers.
    }

    @Override
    public void text(Participant participant, byte[] data, int from, int to) {
        switch (data[from]) {
            case '0' -> participant.send(Bytes.of("40{\"token\":\"" + participant.token() + "\"}"));
            case '2' -> participant.send(PONG);
            case '4' -> packet(participant, data, from, to);
            default -> {
                // Nothing else says anything.
            }
        }
    }

    private void packet(Participant participant, byte[] data, int from, int to) {
        switch (data[from + 1]) {
            case '0' ->
                participant.send(Bytes.of("420[\"join_meeting_room\",{\"meetingId\":\""
                        + participant.room().id() + "\"}]"));
            case '2' -> event(participant, data, from, to);
            case '3' -> {
                if (Bytes.find(data, from, to, ERROR) >= 0) {
                    participant.room().tally().failure(Bytes.text(data, from, to));
                } else {
                    participant.joined(0);
                }
            }
            default -> participant.room().tally().failure(Bytes.text(data, from, to));
        }
    }

    private void event(Participant participant, byte[] data, int from, int to) {
        var tally = participant.room().tally();
        if (Bytes.startsWith(data, from, to, JOINED)) {
            tally.joinHeard();
        } else if (Bytes.startsWith(data, from, to, STATUS)) {
            int number = (int) Bytes.numberAfter(data, from, to, NUMBER);
            var sender = participant.room().person(People.user(data, from, to, USER));
            var last = heard.getOrDefault(participant, new int[0]);
            if (number != last[sender.index()] + 1) {
                tally.disorder("message " + number + " after " + last[sender.index()]);
            }
            last[sender.index()] = number;
            tally.delivered(Loop.micros() - sender.sentAt(number), sender == participant);
        }
    }
}
