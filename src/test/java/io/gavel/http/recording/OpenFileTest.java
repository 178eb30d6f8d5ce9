package io.gavel.http.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gavel.Tools;
import io.gavel.problem.Code;
import io.gavel.problem.Problem;
import java.io.EOFException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of a folder in which strangers may put things. */
class OpenFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadFromAnyPlace() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/film.mp4"), "0123456789");

        var file = RecordingFile.open(folder, "a/b/film.mp4");

        assertThat(file.size()).isEqualTo(10);
        assertThat(file.read(3, 4)).hasToString("3456");
        assertThatThrownBy(() -> file.read(8, 3)).isInstanceOf(EOFException.class);
        file.close();
    }

    @Test
    void theFolderItselfMayBeALink() throws Exception {
        var real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("film.mp4"), "x");
        var link = Files.createSymbolicLink(folder.resolve("link"), real);

        var file = RecordingFile.open(link, "film.mp4");

        assertThat(file.size()).isEqualTo(1);
        file.close();
    }

    @Test
    void noLinkIsFollowedOnTheWay() throws Exception {
        var real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("film.mp4"), "x");
        Files.createSymbolicLink(folder.resolve("sub"), real);
        Files.createSymbolicLink(folder.resolve("other.mp4"), real.resolve("film.mp4"));
        var path = folder.toRealPath();

        assertNotFound(() -> RecordingFile.open(folder, "sub/film.mp4"));
        assertNotFound(() -> RecordingFile.open(folder, "other.mp4"));
        assertNotFound(() -> RecordingFile.byName(path.resolve("sub/film.mp4")));
        assertNotFound(() -> RecordingFile.byName(path.resolve("other.mp4")));
        RecordingFile.byName(path.resolve("real/film.mp4")).close();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        Files.writeString(folder.resolve("a.mp4"), "x");

        assertNotFound(() -> RecordingFile.open(folder, "b.mp4"));
        assertNotFound(() -> RecordingFile.open(folder, "a.mp4/b.mp4"));
        assertNotFound(() -> RecordingFile.open(folder, "c/b.mp4"));
        assertNotFound(() -> RecordingFile.open(folder, "a\0.mp4"));
        assertNotFound(() -> RecordingFile.open(folder, "x".repeat(300) + "/b.mp4"));
        assertNotFound(() -> RecordingFile.open(folder.resolve("none"), "a.mp4"));
    }

    @Test
    @Timeout(30)
    void nobodyWaitsForAPipe() throws Exception {
        var pipe = folder.resolve("film.mp4");
        var made = new ProcessBuilder(Tools.requireOrSkip("mkfifo").toString(), pipe.toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertNotFound(() -> RecordingFile.open(folder, "film.mp4"));
    }

    @Test
    void aDiskThatIsOutOfOrderIsNotTakenForAFileThatIsNotThere() throws Exception {
        var loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> RecordingFile.open(loop, "film.mp4")).isInstanceOf(FileSystemException.class);
    }

    private static void assertNotFound(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(Code.NOT_FOUND));
    }
}
