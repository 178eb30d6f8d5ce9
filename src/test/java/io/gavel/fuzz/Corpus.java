package io.gavel.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The inputs that lie in the repository: what a target begins with, and every input that once was too much for Gavel. */
final class Corpus {
    private Corpus() {}

    static Path folder(Targets target) {
        return Path.of("src", "test", "resources", "fuzz", target.name().toLowerCase(Locale.ROOT));
    }

    static List<Path> seeds(Targets target) {
        try (Stream<Path> files = Files.list(folder(target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no corpus of " + target, e);
        }
    }

    static byte[] read(Path seed) {
        try {
            return Files.readAllBytes(seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
