package io.gavel.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands a message's record over as it is. It never leaves the node: nothing is encoded, and immutability makes it safe. */
final class LocalCodec implements MessageCodec<Object, Object> {
    static final String NAME = "gavel.local";

    @Override
    public void encodeToWire(Buffer buffer, Object message) {
        throw new IllegalStateException(message.getClass() + " does not leave its node");
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException("nothing local comes from another node");
    }

    @Override
    public Object transform(Object message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
