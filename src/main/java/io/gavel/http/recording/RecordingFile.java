package io.gavel.http.recording;

import io.gavel.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An open file of a recording.
 *
 * @param modified in whole milliseconds
 */
record RecordingFile(FileChannel channel, long size, Instant modified) implements AutoCloseable {
    /**
     * Opens a regular file below the folder; links may lead from one place below it to another, but not out of it. Blocks.
     * Problems: NOT_FOUND for anything else.
     */
    static RecordingFile open(Path folder, String relative) throws IOException {
        try {
            var real = folder.resolve(relative).toRealPath();
            if (!real.startsWith(folder.toRealPath()) || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                throw Problem.notFound();
            }
            var modified = Files.getLastModifiedTime(real).toInstant().truncatedTo(ChronoUnit.MILLIS);
            var channel = FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            return new RecordingFile(channel, channel.size(), modified);
        } catch (FileSystemException | InvalidPathException notThere) {
            throw Problem.notFound();
        }
    }

    /** Another one whenever the file is another: recordings are written once, and replaced as a whole. */
    String tag() {
        return "\"%x-%x\"".formatted(size, modified.toEpochMilli());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
