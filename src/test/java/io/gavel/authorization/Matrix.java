package io.gavel.authorization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A table of who may do what, as it stands in its file: Markdown with a heading for each call and a table below it. */
record Matrix(List<Section> sections) {
    static Matrix rest() {
        return read("rest.md", Role.USERS);
    }

    static Matrix bridge() {
        return read("bridge.md", Role.CONNECTED);
    }

    private static Matrix read(String file, Set<Role> users) {
        try (var stream = Objects.requireNonNull(Matrix.class.getResourceAsStream(file), file)) {
            var parts = new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n## ", -1);
            return new Matrix(Arrays.stream(parts)
                    .skip(1)
                    .map(part -> Section.read(part, users))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
