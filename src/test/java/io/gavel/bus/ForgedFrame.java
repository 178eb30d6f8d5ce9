package io.gavel.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A message as Vert.x 5 sends it between nodes, made by somebody who is none of them. */
record ForgedFrame(int codec, String address, Buffer body) {
    private static final int VERSION = 2;
    private static final int OF_THE_USER = -1;
    private static final int TEXT = 9;
    private static final int SERIALIZABLE = 17;

    static ForgedFrame text(String address, String text) {
        return new ForgedFrame(TEXT, address, append(Buffer.buffer(), text));
    }

    static ForgedFrame ofAnUnknownCodec(String address) {
        return new ForgedFrame(OF_THE_USER, address, append(Buffer.buffer(), "text"));
    }

    /** Such as those with which servers that read them have been taken over. */
    static ForgedFrame serialized(String address, byte[] object) {
        return new ForgedFrame(
                SERIALIZABLE, address, Buffer.buffer().appendInt(object.length).appendBytes(object));
    }

    byte[] bytes() {
        var message = Buffer.buffer().appendByte((byte) VERSION).appendByte((byte) codec);
        if (codec == OF_THE_USER) {
            append(message, "a codec that nobody has");
        }
        message.appendByte((byte) 0);
        append(message, address).appendInt(0);
        append(message, "whoever").appendInt(Integer.BYTES).appendBuffer(body);
        return Buffer.buffer().appendInt(message.length()).appendBuffer(message).getBytes();
    }

    private static Buffer append(Buffer buffer, String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        return buffer.appendInt(encoded.length).appendBytes(encoded);
    }
}
