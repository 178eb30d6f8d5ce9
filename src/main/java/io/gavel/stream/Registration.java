package io.gavel.stream;

/** One browser's wish to hear one topic, from {@link #position} on. */
public final class Registration {
    private final Audience audience;
    private final String epoch;
    private final long position;

    Registration(Audience audience) {
        this.audience = audience;
        this.epoch = audience.channel().epoch();
        this.position = audience.channel().position();
    }

    /** The wire's. */
    public String epoch() {
        return epoch;
    }

    /** Every event after this one is delivered. */
    public long position() {
        return position;
    }

    /** Ends it; harmless when it has ended before. */
    public void close() {
        audience.leave(this);
    }
}
