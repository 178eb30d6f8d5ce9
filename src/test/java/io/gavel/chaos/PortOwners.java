package io.gavel.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which process holds the other end of a connection within this machine, as Linux tells it in /proc (proc(5)). */
final class PortOwners {
    private static final Logger LOG = LoggerFactory.getLogger(PortOwners.class);
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String ESTABLISHED = "01";

    private final Map<Long, String> names = new ConcurrentHashMap<>();

    /** From now on this process goes by this name. */
    void name(long pid, String name) {
        names.put(pid, name);
    }

    /** The name of the process that connected from this port; nobody knows it where there is no /proc, or no name. */
    String of(int port) {
        return inode(port)
                .flatMap(inode -> names.keySet().stream()
                        .filter(pid -> holds(pid, "socket:[" + inode + "]"))
                        .map(names::get)
                        .findFirst())
                .orElse("somebody");
    }

    private static Optional<String> inode(int port) {
        var local = ":%04X".formatted(port);
        return TABLES.stream()
                .filter(Files::exists)
                .flatMap(table -> lines(table).stream())
                .map(line -> line.trim().split("\\s+"))
                .filter(line -> line[LOCAL].endsWith(local) && line[STATE].equals(ESTABLISHED))
                .map(line -> line[INODE])
                .findFirst();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(long pid, String socket) {
        try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files) {
                if (Objects.equals(target(file), socket)) {
                    return true;
                }
            }
        } catch (IOException gone) {
            LOG.debug("process {} is gone", pid, gone);
        }
        return false;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closed) {
            LOG.debug("{} was closed meanwhile", file, closed);
            return "";
        }
    }
}
