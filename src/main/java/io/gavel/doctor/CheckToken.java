package io.gavel.doctor;

/** Asks what Jitsi makes of a token. */
public record CheckToken(String token, Circumstances circumstances) {
    @Override
    public String toString() {
        return "CheckToken[***]";
    }
}
