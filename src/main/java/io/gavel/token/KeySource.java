package io.gavel.token;

import io.gavel.config.Auth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the keys come from that verify the platform's tokens. Used on one event loop, that of the token verticle. */
sealed interface KeySource permits FixedKeys, JwksKeys {

    /** The keys that may have signed with this algorithm, perhaps none. It never fails, but may wait for a key set. */
    Future<List<VerificationKey>> find(Algorithm algorithm, @Nullable String kid);

    /** What is missing, or empty while there is a usable key. */
    Optional<String> missing();

    /** Ends whatever goes on by itself. */
    void close();

    /** The source that is configured, ready for use. Fails where the configured key cannot verify anything. */
    static Future<KeySource> open(Vertx vertx, Auth auth, Clock clock, JwksPace pace) {
        if (auth.secret() != null) {
            return Future.succeededFuture(new FixedKeys(List.of(VerificationKey.ofSecret(vertx, auth.secret()))));
        }
        if (auth.publicKeyFile() != null) {
            return vertx.fileSystem()
                    .readFile(auth.publicKeyFile().toString())
                    .recover(failure -> Future.failedFuture(
                            new IllegalStateException("GAVEL_AUTH_PUBLIC_KEY_FILE cannot be read", failure)))
                    .map(file -> PublicKeyFile.parse(file.toString(StandardCharsets.UTF_8)))
                    .map(key -> VerificationKey.ofPublicKey(vertx, null, key, PublicKeys.algorithms(key)))
                    .map(key -> new FixedKeys(List.of(key)));
        }
        if (auth.jwksUrl() != null) {
            var keys = new JwksKeys(vertx, new JwksClient(vertx, auth.jwksUrl(), pace), clock, pace);
            return keys.refresh().map(keys);
        }
        return Future.succeededFuture(new FixedKeys(List.of()));
    }
}
