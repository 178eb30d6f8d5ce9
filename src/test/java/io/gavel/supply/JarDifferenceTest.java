package io.gavel.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarDifferenceTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 24, 12, 0);

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void make() throws IOException {
        jar = jar("one.jar", NOON, "a=1", "b=2");
    }

    @Test
    void theSameTwiceHasNone() throws IOException {
        assertThat(JarDifference.first(jar, jar("same.jar", NOON, "a=1", "b=2")))
                .isEmpty();
    }

    @Test
    void anotherContentIsNamed() throws IOException {
        assertThat(JarDifference.first(jar, jar("other.jar", NOON, "a=1", "b=3")))
                .contains("b has another content");
    }

    @Test
    void anotherTimeIsNamed() throws IOException {
        assertThat(JarDifference.first(jar, jar("later.jar", NOON.plusHours(1), "a=1", "b=2")))
                .contains("a is of 2026-11-24T12:00, the other's of 2026-11-24T13:00");
    }

    @Test
    void anotherOrderIsNamed() throws IOException {
        assertThat(JarDifference.first(jar, jar("turned.jar", NOON, "b=2", "a=1")))
                .contains("a stands where the other has b");
    }

    @Test
    void anEntryMoreIsNamed() throws IOException {
        assertThat(JarDifference.first(jar, jar("longer.jar", NOON, "a=1", "b=2", "c=3")))
                .contains("the end stands where the other has c");
    }

    @Test
    void bytesBetweenTheEntriesCountToo() throws IOException {
        var longer = jar("comment.jar", NOON, "a=1", "b=2");
        Files.write(longer, new byte[] {0}, StandardOpenOption.APPEND);

        assertThat(JarDifference.first(jar, longer))
                .hasValueSatisfying(said -> assertThat(said).startsWith("all entries are the same"));
    }

    private Path jar(String name, LocalDateTime time, String... entries) throws IOException {
        var file = folder.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(file))) {
            for (var text : entries) {
                var parts = text.split("=", 2);
                var entry = new JarEntry(parts[0]);
                entry.setTimeLocal(time);
                out.putNextEntry(entry);
                out.write(parts[1].getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return file;
    }
}
