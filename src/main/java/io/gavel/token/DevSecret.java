package io.gavel.token;

import io.gavel.config.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.regex.Pattern;

/** The secret that a node in dev mode makes for itself at its first start, so that its tokens outlive a restart. */
public final class DevSecret {
    private static final String FILE = "dev-secret";
    private static final int BYTES = 32;
    private static final int LONGEST = 1024;
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private DevSecret() {}

    /**
     * The secret kept in this directory, made where there is none; readable by its owner alone. Blocks.
     *
     * @throws IOException where it cannot be kept, or the file holds something else
     */
    public static Secret read(Path dataDirectory) throws IOException {
        Files.createDirectories(dataDirectory);
        var file = dataDirectory.resolve(FILE);
        var posix = Files.getFileStore(dataDirectory).supportsFileAttributeView("posix");
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
        // The lock keeps two first starts from each making a secret of its own.
        try (var channel = FileChannel.open(file, options, attributes);
                var lock = channel.lock()) {
            if (posix) {
                Files.setPosixFilePermissions(file, OWNER_ALONE);
            }
            var secret = lock.isValid() && channel.size() == 0 ? create(channel) : stored(channel);
            if (!WELL_FORMED.matcher(secret).matches()) {
                throw new IOException(file + " does not hold a secret that Gavel made; remove it to have a new one");
            }
            return new Secret(secret);
        }
    }

    private static String create(FileChannel channel) throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var secret = Base64Url.encode(random);
        var bytes = ByteBuffer.wrap(secret.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
        return secret;
    }

    private static String stored(FileChannel channel) throws IOException {
        var bytes = Channels.newInputStream(channel).readNBytes(LONGEST);
        return new String(bytes, StandardCharsets.US_ASCII).strip();
    }
}
