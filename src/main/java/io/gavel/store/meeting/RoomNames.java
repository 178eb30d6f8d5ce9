package io.gavel.store.meeting;

import java.security.SecureRandom;

/** Names of Jitsi rooms that nobody guesses: the prefix and 103 random bits in lower-case letters and digits. */
public final class RoomNames {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 20;

    private final String prefix;
    private final SecureRandom random = new SecureRandom();

    public RoomNames(String prefix) {
        this.prefix = prefix;
    }

    String next() {
        var name = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
