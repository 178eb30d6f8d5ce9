package io.gavel.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk of a size of its own, in memory, which can be filled; only root may mount one. */
final class Disk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
    private static final int MEBIBYTE = 1 << 20;

    private final Path mount;

    private Disk(Path mount) {
        this.mount = mount;
    }

    /** None where this machine, or its user, cannot mount any. */
    static Optional<Disk> mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        return mounted ? Optional.of(new Disk(folder)) : Optional.empty();
    }

    Path folder() {
        return mount;
    }

    /** Writes until nothing more fits; returns how many bytes that were. */
    long fill() throws IOException {
        long written = 0;
        try (var filling = Files.newOutputStream(filling())) {
            for (var piece = new byte[MEBIBYTE]; piece.length > 0; piece = new byte[piece.length / 2]) {
                written += write(filling, piece);
            }
        }
        return written;
    }

    private static long write(OutputStream to, byte[] piece) {
        long written = 0;
        try {
            while (true) {
                to.write(piece);
                written += piece.length;
            }
        } catch (IOException full) {
            LOG.debug("{} bytes more do not fit", piece.length, full);
            return written;
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        Files.delete(filling());
    }

    private Path filling() {
        return mount.resolve("filling");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            LOG.debug("there is no {}", command[0], none);
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (!run("umount", mount.toString())) {
                throw new IOException("still mounted: " + mount);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
