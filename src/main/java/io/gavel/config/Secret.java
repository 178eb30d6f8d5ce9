package io.gavel.config;

import java.nio.charset.StandardCharsets;

/** A text that never shows: its {@code toString} is {@code ***}. */
public record Secret(String value) {

    /** The bytes that sign and verify: UTF-8, a fresh array at each call. */
    public byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
