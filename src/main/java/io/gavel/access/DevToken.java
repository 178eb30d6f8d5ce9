package io.gavel.access;

/** A platform token for trying things out. */
public record DevToken(String token) {
    @Override
    public String toString() {
        return "DevToken[***]";
    }
}
