package io.gavel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where a process of this machine listens, as Linux tells it in /proc. */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    private ListeningSockets() {}

    /** One {@code address:port} each; {@code *} is every address. */
    static Set<String> of(long pid) throws IOException {
        var own = inodes(pid);
        var found = new TreeSet<String>();
        for (var table : List.of("tcp", "tcp6")) {
            for (var line : Files.readAllLines(Path.of("/proc/net", table)).stream()
                    .skip(1)
                    .toList()) {
                var columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(LISTEN) && own.contains(columns[9])) {
                    found.add(place(columns[1]));
                }
            }
        }
        return found;
    }

    private static Set<String> inodes(long pid) throws IOException {
        var inodes = new HashSet<String>();
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files.toList()) {
                var target = target(file);
                if (target != null && target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static @Nullable String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedMeanwhile) {
            return null;
        }
    }

    /** Each four bytes stand the wrong way round. */
    private static String place(String hex) {
        int colon = hex.indexOf(':');
        var address = HexFormat.of().parseHex(hex.substring(0, colon));
        var last = address.length - 4;
        var host = (address[last + 3] & 0xff)
                + "." + (address[last + 2] & 0xff)
                + "." + (address[last + 1] & 0xff)
                + "." + (address[last] & 0xff);
        var isAny = ANY.contains(host) || (address.length > 4 && isZero(address));
        return (isAny ? "*" : host) + ":" + Integer.parseInt(hex.substring(colon + 1), 16);
    }

    private static boolean isZero(byte[] address) {
        for (var each : address) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
