package io.gavel.http.request;

import io.gavel.config.Secret;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of JSON as parsed: order of keys, white space and the way of writing a number play no part. They are keyed, for a
 * body may hold a password, and a plain hash of it would let a reader of the database try passwords fast.
 */
public final class BodyHash {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param secret the same on all nodes, for a repeat may come to another one */
    public BodyHash(Secret secret) {
        this.key = new SecretKeySpec(secret.utf8(), HMAC);
    }

    /** HMAC-SHA256 in hexadecimal. */
    String of(JsonObject json) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text(json).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return new TreeMap<>(object.getMap())
                    .keySet().stream()
                            .map(key -> Json.encode(key) + ":" + text(object.getValue(key)))
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof JsonArray array) {
            return array.stream().map(BodyHash::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number number) {
            var decimal = new BigDecimal(number.toString()).stripTrailingZeros();
            return decimal.signum() == 0 ? "0" : decimal.toString();
        }
        return Json.encode(value);
    }
}
