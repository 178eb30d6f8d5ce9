package io.gavel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aClassOfSeveralVersionsIsNotArchived() throws Exception {
        var jar = jarWith("a/Plain.class", "a/Two.class", "META-INF/versions/11/a/Two.class");
        var learned = List.of("java/lang/Object id: 0", "a/Plain id: 1", "a/Two id: 2", "@lambda-proxy a/Two run ()V");

        assertThat(ArchiveCommand.usable(learned, jar)).containsExactly("java/lang/Object id: 0", "a/Plain id: 1");
    }

    @Test
    void whatRunsFromNoJarLeavesNoArchiveAndSaysWhy() {
        var said = new ByteArrayOutputStream();
        var file = folder.resolve("gavel.jsa");

        var code = new ArchiveCommand(new PrintStream(said, true, StandardCharsets.UTF_8))
                .run(List.of("archive", file.toString()));

        assertThat(code).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("No archive was made: the JVM archives classes of jars alone");
        assertThat(file).doesNotExist();
    }

    @Test
    void aCallWithoutAFileIsTold() {
        var code = new ArchiveCommand(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .run(List.of("archive"));

        assertThat(code).isEqualTo(2);
    }

    private Path jarWith(String... names) throws Exception {
        var jar = folder.resolve("some.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var name : names) {
                out.putNextEntry(new JarEntry(name));
                out.closeEntry();
            }
        }
        return jar;
    }
}
