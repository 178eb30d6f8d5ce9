package io.gavel.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The sole ownership of a data folder by one node: a lock of the operating system, which ends with the process however
 * it dies, on a file that holds the owner's pid.
 */
final class FolderLock implements AutoCloseable {
    static final String FILE = "owner.lock";

    /** Far behind the text, for a locked range cannot be read on Windows. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private static final Duration WRITING = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** Channels of refused starts in the owner's own process: closing one would release the owner's lock on Unix. */
    private static final Set<FileChannel> NEVER_CLOSED = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes a folder at once or says who has it. */
    static FolderLock take(Path folder) throws PostgresException {
        try {
            return new FolderLock(lockedChannel(folder));
        } catch (IOException e) {
            throw new PostgresException(
                    "Cannot lock the PostgreSQL data in " + folder + "; run as its owner or set DATABASE_URL", e);
        }
    }

    private static FileChannel lockedChannel(Path folder) throws IOException, PostgresException {
        FileChannel channel = FileChannel.open(folder.resolve(FILE), OPTIONS);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(folder, pid(channel));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            locked = true;
            return channel;
        } catch (OverlappingFileLockException e) {
            NEVER_CLOSED.add(channel);
            throw inUse(folder, pid(channel));
        } finally {
            if (!locked && !NEVER_CLOSED.contains(channel)) {
                channel.close();
            }
        }
    }

    /** The owner writes its pid right after it has the lock, so that an empty file is worth a moment's wait. */
    private static String pid(FileChannel channel) throws IOException {
        long end = System.nanoTime() + WRITING.toNanos();
        String pid = text(channel);
        while (pid.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            pid = text(channel);
        }
        return pid;
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    private static PostgresException inUse(Path folder, String pid) {
        return new PostgresException("The PostgreSQL data in " + folder + " is in use by process " + pid
                + "; stop that process, or set DATABASE_URL to a PostgreSQL server that several nodes can share");
    }

    @Override
    public void close() throws PostgresException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PostgresException("Cannot release the lock on the PostgreSQL data", e);
        }
    }
}
