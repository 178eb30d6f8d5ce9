package io.gavel.supply;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Compares two jars byte by byte, and says in words where they part. */
final class JarDifference {
    private JarDifference() {}

    /** The first difference; empty where both are the same bytes. */
    static Optional<String> first(Path one, Path other) throws IOException {
        var place = Files.mismatch(one, other);
        if (place < 0) {
            return Optional.empty();
        }
        try (var left = open(one);
                var right = open(other)) {
            while (true) {
                var a = left.getNextEntry();
                var b = right.getNextEntry();
                if (a == null && b == null) {
                    return Optional.of("all entries are the same, and yet byte " + place + " is not");
                }
                var difference = difference(a, b);
                if (difference.isPresent()) {
                    return difference;
                }
                if (!Arrays.equals(left.readAllBytes(), right.readAllBytes())) {
                    return Optional.of(name(a) + " has another content");
                }
            }
        }
    }

    private static Optional<String> difference(@Nullable ZipEntry a, @Nullable ZipEntry b) {
        if (a == null || b == null || !a.getName().equals(b.getName())) {
            return Optional.of(name(a) + " stands where the other has " + name(b));
        }
        return a.getTimeLocal().equals(b.getTimeLocal())
                ? Optional.empty()
                : Optional.of("%s is of %s, the other's of %s".formatted(name(a), a.getTimeLocal(), b.getTimeLocal()));
    }

    private static String name(@Nullable ZipEntry entry) {
        return entry == null ? "the end" : entry.getName();
    }

    private static ZipInputStream open(Path jar) throws IOException {
        return new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)));
    }
}
