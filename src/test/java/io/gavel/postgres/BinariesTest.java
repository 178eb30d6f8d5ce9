package io.gavel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class BinariesTest {
    @TempDir
    Path data;

    private Path place;

    @BeforeEach
    void makePlace() throws Exception {
        place = Files.createTempDirectory("gavel-programs-").toRealPath();
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void deletePlace() throws Exception {
        FileTree.delete(place);
    }

    @Test
    void unpackedOnceBySeveralAtTheSameTime() throws Exception {
        byte[] archive = archive("bin/postgres", "share/words");
        List<CompletableFuture<Path>> installs = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> unpack(archive)))
                .limit(8)
                .toList();

        for (CompletableFuture<Path> install : installs) {
            assertThat(install.get().resolve("bin/postgres")).isExecutable();
            assertThat(install.get().resolve("share/words")).hasContent("share/words");
        }
        assertOnlyTheProgramsAreLeft();
    }

    @Test
    void damagedProgramsAreUnpackedAgain() throws Exception {
        byte[] archive = archive("bin/postgres", "share/words");
        Files.delete(unpack(archive).resolve("share/words"));

        assertThat(unpack(archive).resolve("share/words")).exists();
        assertOnlyTheProgramsAreLeft();
    }

    @Test
    void anArchiveThatPointsOutOfItsFolderIsRefused() throws Exception {
        byte[] archive = archive("../escaped");

        assertThatThrownBy(() -> Binaries.unpackOnce(() -> new ByteArrayInputStream(archive), place, "programs"))
                .hasMessageContaining("points out of the archive");
        assertThat(place).isEmptyDirectory();
    }

    private void assertOnlyTheProgramsAreLeft() throws IOException {
        try (Stream<Path> left = Files.list(place)) {
            assertThat(left).containsExactly(place.resolve("programs"));
        }
    }

    private Path unpack(byte[] archive) {
        try {
            return Binaries.unpackOnce(() -> new ByteArrayInputStream(archive), place, "programs");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Executable files that hold their own names. */
    private static byte[] archive(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
            for (String name : names) {
                byte[] content = name.getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setMode(0100755);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aPlaceThatOthersCanWriteIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(CacheFolder.open(place, UnixUser.current())).isEmpty();
        assertThat(CacheFolder.open(place.resolve("below"), UnixUser.current())).isEmpty();
    }

    @Test
    void aPlaceOfAnotherUserIsNotUsed() throws Exception {
        assertThat(CacheFolder.open(place, UnixUser.current())).contains(place);
        assumeTrue(UnixUser.current() == 0, "root alone can give folders away");
        Files.setAttribute(place, "unix:uid", 65534);

        assertThat(CacheFolder.open(place, 0)).isEmpty();
    }

    @Test
    void aLinkPlantedAsThePlaceIsNotUsed() throws Exception {
        Path link = Files.createSymbolicLink(place.resolve("link"), data);

        assertThat(CacheFolder.open(link, UnixUser.current())).isEmpty();
    }
}
