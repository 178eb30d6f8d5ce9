package io.gavel.bridge;

import java.util.Locale;

/** Why the node closes a connection, and what that says to the browser. */
public enum CloseCode {
    /** Comes back with a new token, and only then. */
    TOKEN_EXPIRED(4001),
    /** Does not come back. */
    FORBIDDEN(4003),
    /** Comes back, and resumes: it did not read what it was sent. */
    TOO_SLOW(4008),
    /** Comes back, and sends less. */
    TOO_FAST(4009),
    /** Comes back: it was silent for too long. */
    IDLE(4010),
    /** Comes back with jitter, and finds another node. */
    DRAINING(4012),
    /** RFC 6455's own: does not send that again. */
    PROTOCOL_ERROR(1002),
    /** RFC 6455's own: does not send that again. */
    INVALID_TEXT(1007),
    /** RFC 6455's own: does not send that again. */
    TOO_BIG(1009);

    private final int code;
    private final String word;

    CloseCode(int code) {
        this.code = code;
        this.word = name().toLowerCase(Locale.ROOT);
    }

    public int code() {
        return code;
    }

    public String word() {
        return word;
    }
}
