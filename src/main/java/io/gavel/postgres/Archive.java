package io.gavel.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A tar.xz as the builders of the embedded PostgreSQL pack it: folders, files and links to neighbours. */
final class Archive {
    private static final int EXECUTABLE = 0100;

    private Archive() {}

    /** Unpacks into an existing folder so that every user can read and traverse the result. */
    static void unpack(InputStream archive, Path target) throws IOException {
        permit(target, true);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(entry.getName() + " points out of the archive");
                }
                place(entry, tar, path, target);
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path path, Path target) throws IOException {
        if (entry.isDirectory()) {
            createFolders(path, target);
            return;
        }
        createFolders(parent(path), target);
        if (entry.isSymbolicLink()) {
            Path link = Path.of(entry.getLinkName());
            if (link.getNameCount() != 1 || link.isAbsolute() || link.startsWith("..")) {
                throw new IOException(entry.getName() + " links out of its folder");
            }
            Files.createSymbolicLink(path, link);
        } else if (entry.isFile()) {
            Files.copy(content, path);
            permit(path, (entry.getMode() & EXECUTABLE) != 0);
        } else {
            throw new IOException(entry.getName() + " is neither a folder nor a file nor a link");
        }
    }

    private static void createFolders(Path folder, Path target) throws IOException {
        if (!folder.equals(target) && !Files.isDirectory(folder)) {
            createFolders(parent(folder), target);
            Files.createDirectory(folder);
            permit(folder, true);
        }
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "All entries lie below the target");
    }

    private static void permit(Path path, boolean executable) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
