package io.gavel.bridge;

import io.gavel.bridge.frame.Framing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Frames that belong together, encoded once for all who get them, however many and on whichever event loop.
 *
 * <p>Frames are finished, as {@link io.gavel.bridge.frame.Frames} makes them.
 */
public final class Delivery {
    private final List<String> frames;
    private final Map<Framing, byte[]> encoded = new EnumMap<>(Framing.class);

    public Delivery(List<String> frames) {
        this.frames = List.copyOf(frames);
    }

    public static Delivery of(String frame) {
        return new Delivery(List.of(frame));
    }

    int size() {
        return frames.size();
    }

    /** Not to be changed. */
    synchronized byte[] bytes(Framing framing) {
        return encoded.computeIfAbsent(framing, one -> one.encode(frames));
    }
}
