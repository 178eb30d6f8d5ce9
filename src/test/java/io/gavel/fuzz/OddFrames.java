package io.gavel.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gavel.command.CommandType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** WebSocket messages of one connection: commands that are right or nearly so, and what is no frame at all. */
final class OddFrames {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    /** What is right is a transaction, and PostgreSQL is not what is tried here. */
    private static final int RIGHT_ONCE_IN = 100;

    private static final List<String> ADDRESSES = addresses();

    private final Odd odd;
    private final List<byte[]> seeds;
    private final List<Long> meetings;

    /** @param meetings that the connection's user may enter */
    OddFrames(Random random, List<Long> meetings) {
        this.odd = new Odd(random);
        this.seeds = Corpus.seeds(Targets.FRAME).stream().map(Corpus::read).toList();
        this.meetings = meetings;
    }

    private static List<String> addresses() {
        var addresses = new ArrayList<>(List.of(
                "resume_meeting",
                "resume_conversation",
                "send_message",
                "mark_read",
                "typing_started",
                "typing_stopped"));
        addresses.addAll(List.of("get_connection", "get_presence", "authenticate", "__vertx.reply.1", "nowhere"));
        for (var type : CommandType.values()) {
            addresses.add(type.address());
        }
        return addresses;
    }

    /** A message after which the connection goes on. */
    byte[] message() {
        var payload = payload();
        return frame(odd.once(50) ? BINARY : TEXT, FINAL, payload, true);
    }

    private byte[] payload() {
        var kind = odd.below(20);
        if (kind < 3) {
            return odd.seed(seeds).replace('\r', ' ').getBytes(UTF_8);
        }
        if (kind < 5) {
            var type = odd.oneOf("register", "unregister", "publish", "ping", "Register", "");
            return odd.object(Map.of("type", quoted(type), "address", quoted(topic())))
                    .getBytes(UTF_8);
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put("type", "\"send\"");
        fields.put("address", quoted(odd.oneOf(ADDRESSES)));
        fields.put("body", odd.object(body()));
        if (!odd.once(4)) {
            fields.put("replyAddress", quoted("r" + odd.below(1000)));
        }
        return odd.object(fields).getBytes(UTF_8);
    }

    private String topic() {
        return odd.once(3)
                ? odd.oneOf("meeting.*", "user.1", "meeting.0", "conversation.1", "MEETING.1", "meeting.1\\n", "int.x")
                : "meeting." + odd.oneOf(meetings);
    }

    private Map<String, String> body() {
        var body = new LinkedHashMap<String, String>();
        body.put("meetingId", odd.once(RIGHT_ONCE_IN) ? odd.oneOf(meetings).toString() : odd.value());
        body.put("conversationId", odd.once(RIGHT_ONCE_IN) ? Integer.toString(1 + odd.below(50)) : odd.value());
        if (odd.once(2)) {
            body.put("isMuted", Boolean.toString(odd.once(2)));
            body.put("isVideoOn", Boolean.toString(odd.once(2)));
        }
        if (odd.once(4)) {
            body.put("clientEventId", quoted("c" + odd.below(100_000)));
            body.put("userId", quoted("fuzzer-" + odd.below(8)));
            body.put("text", quoted("hello"));
        }
        if (odd.once(4)) {
            body.put("afterSeq", Integer.toString(odd.below(50)));
            body.put("epoch", quoted("e"));
            body.put("messageId", Integer.toString(1 + odd.below(50)));
            body.put("userIds", "[\"fuzzer-1\",2]");
        }
        return body;
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** What no WebSocket says; the node ends the connection. */
    byte[] breaking() {
        var text = "{\"type\":\"ping\"}".getBytes(UTF_8);
        return switch (odd.below(9)) {
            case 0 -> frame(TEXT, FINAL, text, false);
            case 1 -> frame(3 + odd.below(5), FINAL, text, true);
            case 2 -> frame(11 + odd.below(5), FINAL, text, true);
            case 3 -> frame(TEXT, FINAL | 0x40, text, true);
            case 4 -> frame(TEXT, FINAL, "{\"type\":\"\u00ff\u00c0\"}".getBytes(ISO_8859_1), true);
            case 5 -> frame(TEXT, FINAL, new byte[17 * 1024], true);
            case 6 -> pieces(4, 12 * 1024);
            case 7 -> frame(9, FINAL, new byte[126], true);
            default -> frame(0, FINAL, text, true);
        };
    }

    private byte[] pieces(int count, int length) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(frame(
                    i == 0 ? TEXT : 0,
                    i == count - 1 ? FINAL : 0,
                    "a".repeat(length).getBytes(UTF_8),
                    true));
        }
        return bytes.toByteArray();
    }

    static byte[] frame(int opcode, int bits, byte[] payload, boolean masked) {
        var bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.write(bits | opcode);
        var mask = masked ? MASKED : 0;
        if (payload.length < 126) {
            bytes.write(mask | payload.length);
        } else if (payload.length < 65536) {
            bytes.write(mask | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(mask | 127);
            bytes.writeBytes(new byte[] {0, 0, 0, 0});
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(payload.length >> shift);
            }
        }
        if (masked) {
            // A key of zeros changes nothing.
            bytes.writeBytes(new byte[4]);
        }
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
