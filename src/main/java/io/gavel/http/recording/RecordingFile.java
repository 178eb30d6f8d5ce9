package io.gavel.http.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.gavel.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file of a recording. All that it does blocks.
 *
 * @param modified in whole milliseconds
 */
record RecordingFile(SeekableByteChannel channel, long size, Instant modified) {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingFile.class);

    /** In bytes, on nearly every disk: to ask for more would be an error of the disk's. */
    private static final int LONGEST_NAME = 255;

    /**
     * Opens a regular file below the folder, to which no link leads. Who can write there may exchange a folder for a link at any
     * moment, so each step goes from the open folder before it, and not by the whole path again.
     *
     * <p>Problems: NOT_FOUND for anything else, and for what this process may not read.
     */
    static RecordingFile open(Path folder, String relative) throws IOException {
        try {
            var path = folder.getFileSystem().getPath(relative);
            try (var top = Files.newDirectoryStream(folder.toRealPath())) {
                return top instanceof SecureDirectoryStream<Path> held
                        ? below(held, path)
                        : byName(folder.toRealPath().resolve(path));
            }
        } catch (NoSuchFileException
                | NotDirectoryException
                | FileSystemLoopException
                | InvalidPathException notThere) {
            throw Problem.notFound();
        } catch (AccessDeniedException denied) {
            LOG.warn("the recording {} in {} may not be read by this process", relative, folder);
            throw Problem.notFound();
        }
    }

    private static RecordingFile below(SecureDirectoryStream<Path> folder, Path path) throws IOException {
        var name = path.getName(0);
        if (name.toString().getBytes(UTF_8).length > LONGEST_NAME) {
            throw Problem.notFound();
        }
        var view = folder.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        var found = view.readAttributes();
        if (path.getNameCount() == 1) {
            requireFile(found);
            var options = Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS);
            return of(folder.newByteChannel(name, options), found, view);
        }
        if (!found.isDirectory()) {
            throw Problem.notFound();
        }
        try (var next = folder.newDirectoryStream(name, NOFOLLOW_LINKS)) {
            return below(next, path.subpath(1, path.getNameCount()));
        }
    }

    /** Where Java cannot hold on to folders (macOS, Windows): a moment remains in which one may be exchanged. */
    static RecordingFile byName(Path file) throws IOException {
        if (!file.toRealPath().equals(file)) {
            throw Problem.notFound();
        }
        var view = Files.getFileAttributeView(file, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        var found = view.readAttributes();
        requireFile(found);
        return of(Files.newByteChannel(file, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)), found, view);
    }

    /** Before it is opened: a pipe would make whoever opens it wait. */
    private static void requireFile(BasicFileAttributes found) {
        if (!found.isRegularFile()) {
            throw Problem.notFound();
        }
    }

    private static RecordingFile of(SeekableByteChannel channel, BasicFileAttributes found, BasicFileAttributeView view)
            throws IOException {
        try {
            var size = channel.size();
            var now = view.readAttributes();
            if (!Objects.equals(found.fileKey(), now.fileKey()) || size != now.size()) {
                throw new IOException("the file was exchanged while it was opened");
            }
            var modified = now.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
            return new RecordingFile(channel, size, modified);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Fails where there is less than that. */
    Buffer read(long position, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
        return Buffer.buffer(bytes.array());
    }

    /** Another one whenever the file is another: recordings are written once, and replaced as a whole. */
    String tag() {
        return "\"%x-%x\"".formatted(size, modified.toEpochMilli());
    }

    void close() throws IOException {
        channel.close();
    }
}
