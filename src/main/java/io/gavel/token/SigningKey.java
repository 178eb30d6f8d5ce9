package io.gavel.token;

import io.gavel.config.Jitsi;
import io.gavel.config.JitsiKey;
import io.gavel.config.Secret;
import io.gavel.json.WireJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs tokens. With a secret the header of what it signs is {@code {"typ":"JWT","alg":"HS256"}}, with a key of its own
 * {@code {"typ":"JWT","alg":"RS256","kid":"…"}}. Belongs to one event loop.
 *
 * <p>Signing with an RSA key of 2048 bits takes 1.3 ms. That is done on the event loop: a join is a transaction of several
 * milliseconds, so that this is what a loop can bear, and a worker would take the processor from the loop all the same.
 */
final class SigningKey {
    private static final String HMAC = "HmacSHA256";
    private static final String HS256_HEADER = base64Url("{\"typ\":\"JWT\",\"alg\":\"HS256\"}") + ".";

    private final Function<Map<String, Object>, String> signer;

    /** Signs with HS256. By ourselves: vertx-auth-jwt copies the claims, and encodes them by way of its own JSON. */
    SigningKey(Secret secret) {
        var mac = mac(secret);
        this.signer = claims -> hs256(mac, claims);
    }

    /** Signs with RS256. */
    SigningKey(Vertx vertx, JitsiKey key) {
        var only = new PubSecKeyOptions()
                .setAlgorithm(Algorithm.RS256.wire())
                .setId(key.id())
                .setBuffer(Buffer.buffer(key.pem().utf8()));
        var provider = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(only));
        // The claims as given: no iat of the library's own making, no options that would rewrite others.
        var options = new JWTOptions().setAlgorithm(Algorithm.RS256.wire()).setNoTimestamp(true);
        this.signer = claims -> provider.generateToken(new JsonObject(claims), options);
    }

    /** What this deployment's Jitsi verifies. */
    static SigningKey of(Vertx vertx, Jitsi jitsi) {
        var key = jitsi.key();
        return key == null ? new SigningKey(jitsi.appSecret()) : new SigningKey(vertx, key);
    }

    String sign(Map<String, Object> claims) {
        return signer.apply(claims);
    }

    private static Mac mac(Secret secret) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.utf8(), HMAC));
            return mac;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** RFC 7515, 5.1. */
    private static String hs256(Mac mac, Map<String, Object> claims) {
        var signed = HS256_HEADER + base64Url(WireJson.encode(claims));
        return signed + "." + Base64Url.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64Url(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
