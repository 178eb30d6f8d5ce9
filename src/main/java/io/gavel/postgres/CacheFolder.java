package io.gavel.postgres;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places for unpacked programs: kept between starts, readable by all, writable by none but the node and root. */
final class CacheFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
    private static final int OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    private CacheFolder() {}

    /** Existing folders to try in this order; places that others could have prepared or could change are left out. */
    static List<Path> candidates(int nodeUid) {
        List<Path> safe = new ArrayList<>();
        for (Path wanted : wanted(nodeUid)) {
            try {
                open(wanted, nodeUid).ifPresent(safe::add);
            } catch (IOException | PostgresException unusable) {
                // Usual for service users, whose home cannot be written; the next place may do.
                LOG.debug("{} cannot hold the PostgreSQL programs", wanted, unusable);
            }
        }
        return safe;
    }

    private static List<Path> wanted(int nodeUid) {
        List<Path> places = new ArrayList<>();
        if (nodeUid == 0) {
            places.add(Path.of("/var/cache/gavel"));
        } else {
            String cache = System.getenv("XDG_CACHE_HOME");
            if (cache != null && Path.of(cache).isAbsolute()) {
                places.add(Path.of(cache, "gavel"));
            }
            Path home = Path.of(System.getProperty("user.home", ""));
            if (home.isAbsolute() && Files.isDirectory(home)) {
                places.add(home.resolve(".cache").resolve("gavel"));
            }
        }
        String own = nodeUid < 0 ? "gavel" : "gavel-" + nodeUid;
        places.add(Path.of(System.getProperty("java.io.tmpdir", "/tmp"), own));
        return places;
    }

    static Optional<Path> open(Path wanted, int nodeUid) throws IOException, PostgresException {
        Path parent = Objects.requireNonNull(wanted.getParent(), "A place is never a root");
        Path place = Files.createDirectories(parent).toRealPath().resolve(wanted.getFileName());
        create(place);
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (nodeUid < 0) {
            return Optional.of(place);
        }
        return isSafe(place, nodeUid) ? Optional.of(place) : Optional.empty();
    }

    private static void create(Path place) throws IOException {
        try {
            Files.createDirectory(place);
            if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (FileAlreadyExistsException e) {
            LOG.trace("{} is there already, to be judged as it is", place);
        }
    }

    /** In a sticky folder others may add names but not replace ours, so it is safe above the place alone. */
    private static boolean isSafe(Path place, int nodeUid) throws PostgresException {
        for (Path path = place; path != null; path = path.getParent()) {
            int owner = UnixUser.attribute(path, "uid");
            int mode = UnixUser.attribute(path, "mode");
            boolean replaceable = (mode & OTHERS_WRITE) != 0 && ((mode & STICKY) == 0 || path.equals(place));
            if (replaceable || (owner != nodeUid && owner != 0)) {
                return false;
            }
        }
        return true;
    }
}
