package io.gavel.token;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys that stay as they are while the node runs: a shared secret, a public key, or none at all. */
record FixedKeys(List<VerificationKey> keys) implements KeySource {
    FixedKeys {
        keys = List.copyOf(keys);
    }

    /** A {@code kid} says nothing where there is one key. */
    @Override
    public Future<List<VerificationKey>> find(Algorithm algorithm, @Nullable String kid) {
        return Future.succeededFuture(
                keys.stream().filter(key -> key.fits(algorithm)).toList());
    }

    @Override
    public Optional<String> missing() {
        return keys.isEmpty() ? Optional.of("no key is configured that verifies tokens") : Optional.empty();
    }

    /** Nothing goes on here. */
    @Override
    public void close() {}
}
