package io.gavel.token;

import io.gavel.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Map;

/** A secret that signs with HS256; the header of what it signs is {@code {"typ":"JWT","alg":"HS256"}}. */
final class SigningKey {
    /** The claims as given: no {@code iat} of the library's own making, no options that would rewrite others. */
    private static final JWTOptions CLAIMS_AS_GIVEN =
            new JWTOptions().setAlgorithm(Algorithm.HS256.wire()).setNoTimestamp(true);

    private final JWTAuth provider;

    SigningKey(Vertx vertx, Secret secret) {
        var key = new PubSecKeyOptions().setAlgorithm(Algorithm.HS256.wire()).setBuffer(Buffer.buffer(secret.utf8()));
        this.provider = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key));
    }

    String sign(Map<String, Object> claims) {
        return provider.generateToken(new JsonObject(claims), CLAIMS_AS_GIVEN);
    }
}
