package io.gavel.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a broken rule leads to. */
public enum Severity {
    /** Jitsi's server lets nobody in with it. */
    REFUSED,
    /** The web client names it as the reason when a connection fails; it stops no connection that works. */
    FLAGGED,
    /** It works, but not as its maker is likely to think. */
    SURPRISING;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
