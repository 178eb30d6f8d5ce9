package io.gavel.token;

import io.gavel.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key that verifies signatures, with the algorithms that it is good for.
 *
 * <p>Each algorithm has a {@link JWTAuth} of its own with exactly one key. So a provider is never without one (it would
 * take unsigned tokens then), and a public key is never read as a secret.
 */
final class VerificationKey {
    private static final JWTOptions SIGNATURE_ALONE = new JWTOptions().setIgnoreExpiration(true);

    private final @Nullable String id;
    private final Map<Algorithm, JWTAuth> providers;
    private final int modulusLength;

    private VerificationKey(@Nullable String id, Map<Algorithm, JWTAuth> providers, int modulusLength) {
        this.id = id;
        this.providers = providers;
        this.modulusLength = modulusLength;
    }

    static VerificationKey ofSecret(Vertx vertx, Secret secret) {
        var bytes = Buffer.buffer(secret.utf8());
        return new VerificationKey(null, providers(Algorithm.OF_SECRETS, name -> provider(vertx, name, bytes)), 0);
    }

    /** @param id the key's {@code kid} where it is one of several */
    static VerificationKey ofPublicKey(Vertx vertx, @Nullable String id, PublicKey key, Set<Algorithm> algorithms) {
        var pem = Buffer.buffer(pem(key));
        var modulusLength = key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : 0;
        return new VerificationKey(id, providers(algorithms, name -> provider(vertx, name, pem)), modulusLength);
    }

    boolean fits(Algorithm algorithm) {
        return providers.containsKey(algorithm);
    }

    boolean hasId(String kid) {
        return kid.equals(id);
    }

    /**
     * Checks the signature, and nothing else. Problems: UNAUTHENTICATED.
     *
     * <p>The length is judged here because vertx-auth-jwt fills up a short signature, and takes one in ASN.1.
     */
    Future<Void> verify(CompactToken token) {
        var provider = providers.get(token.algorithm());
        if (provider == null || token.signatureLength() != signatureLength(token.algorithm())) {
            return Future.failedFuture(Refusal.because("the token's signature is not valid"));
        }
        return provider.authenticate(new TokenCredentials(token.text()))
                .recover(refused -> Future.failedFuture(Refusal.because("the token's signature is not valid")))
                .mapEmpty();
    }

    private int signatureLength(Algorithm algorithm) {
        return algorithm.signatureLength() == 0 ? modulusLength : algorithm.signatureLength();
    }

    private static Map<Algorithm, JWTAuth> providers(Set<Algorithm> algorithms, Function<Algorithm, JWTAuth> provider) {
        var providers = new EnumMap<Algorithm, JWTAuth>(Algorithm.class);
        algorithms.forEach(algorithm -> providers.put(algorithm, provider.apply(algorithm)));
        return providers;
    }

    private static JWTAuth provider(Vertx vertx, Algorithm algorithm, Buffer key) {
        var only = new PubSecKeyOptions().setAlgorithm(algorithm.wire()).setBuffer(key);
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(only).setJWTOptions(SIGNATURE_ALONE));
    }

    private static String pem(PublicKey key) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
