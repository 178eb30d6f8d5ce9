package io.gavel.store.access;

import io.gavel.problem.Problem;
import io.gavel.stream.Turns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id hashes of meeting passwords, as PHC strings, with OWASP's parameters of 19 MiB and two passes. Hashing runs on
 * two threads of its own, off the event loop, and of one user one at a time, so that nobody has both to oneself. When too
 * many wait, of all or of this user, the next is UNAVAILABLE. Belongs to one event loop.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int BYTES = 32;
    private static final int MOST_WAITING = 64;
    private static final int MOST_WAITING_OF_ONE = 16;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final WorkerExecutor workers;
    private final SecureRandom random = new SecureRandom();
    private final Turns<String> turns = new Turns<>(System::nanoTime);
    private final Map<String, Integer> waiting = new HashMap<>();
    private int allWaiting;

    public Passwords(Vertx vertx) {
        this.workers = vertx.createSharedWorkerExecutor("passwords", 2);
    }

    /** The hash to store, for this user. */
    public Future<String> hash(String userId, String password) {
        return inTurn(userId, () -> work(() -> newHash(password)));
    }

    /** The hash to store, or none for no password. */
    public Future<Optional<String>> hashOrNone(String userId, @Nullable String password) {
        return password == null
                ? Future.succeededFuture(Optional.empty())
                : hash(userId, password).map(Optional::of);
    }

    public Future<Boolean> verify(String userId, String password, String hash) {
        return inTurn(userId, () -> work(() -> matches(password, hash)));
    }

    /**
     * Verifies a password after a step that must not happen in vain: when too many wait already, neither is done.
     *
     * @param before such as the counting of the attempt
     */
    public Future<Boolean> verifyAfter(String userId, Supplier<Future<Void>> before, String password, String hash) {
        return inTurn(userId, () -> before.get().compose(done -> work(() -> matches(password, hash))));
    }

    public Future<Void> close() {
        return workers.close();
    }

    private <T> Future<T> inTurn(String userId, Supplier<Future<T>> task) {
        if (allWaiting >= MOST_WAITING || waiting.getOrDefault(userId, 0) >= MOST_WAITING_OF_ONE) {
            return Future.failedFuture(Problem.unavailable("too many passwords are being checked at the moment"));
        }
        allWaiting++;
        waiting.merge(userId, 1, Integer::sum);
        return turns.run(userId, task).onComplete(done -> {
            allWaiting--;
            waiting.computeIfPresent(userId, (user, count) -> count == 1 ? null : count - 1);
        });
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
