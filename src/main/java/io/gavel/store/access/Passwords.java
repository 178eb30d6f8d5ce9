package io.gavel.store.access;

import io.gavel.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id hashes of meeting passwords, as PHC strings, with OWASP's parameters of 19 MiB and two passes. Hashing runs on
 * two threads of its own, off the event loop; when too many wait, the next is UNAVAILABLE.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int BYTES = 32;
    private static final int MOST_WAITING = 64;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final WorkerExecutor workers;
    private final SecureRandom random = new SecureRandom();
    private int waiting;

    public Passwords(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", 2);
    }

    /** The hash to store. */
    public Future<String> hash(String password) {
        return inTurn(() -> work(() -> newHash(password)));
    }

    /** The hash to store, or none for no password. */
    public Future<Optional<String>> hashOrNone(@Nullable String password) {
        return password == null
                ? Future.succeededFuture(Optional.empty())
                : hash(password).map(Optional::of);
    }

    public Future<Boolean> verify(String password, String hash) {
        return inTurn(() -> work(() -> matches(password, hash)));
    }

    /**
     * Verifies a password after a step that must not happen in vain: when too many wait already, neither is done.
     *
     * @param before such as the counting of the attempt
     */
    public Future<Boolean> verifyAfter(Supplier<Future<Void>> before, String password, String hash) {
        return inTurn(() -> before.get().compose(done -> work(() -> matches(password, hash))));
    }

    public Future<Void> close() {
        return workers.close();
    }

    private <T> Future<T> inTurn(Supplier<Future<T>> task) {
        if (waiting >= MOST_WAITING) {
            return Future.failedFuture(Problem.unavailable("too many passwords are being checked at the moment"));
        }
        waiting++;
        return task.get().onComplete(done -> waiting--);
    }

    private <T> Future<T> work(Callable<T> task) {
        return workers.executeBlocking(task, false);
    }

    private String newHash(String password) {
        var salt = new byte[16];
        random.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(argon2(password, salt, MEMORY_KIB, PASSES, LANES, BYTES)));
    }

    private static boolean matches(String password, String hash) {
        var parts = PHC.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not Argon2id");
        }
        var expected = Base64.getDecoder().decode(parts.group(5));
        var actual = argon2(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static byte[] argon2(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        var output = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), output);
        return output;
    }
}
