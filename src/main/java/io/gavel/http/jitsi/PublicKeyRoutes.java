package io.gavel.http.jitsi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gavel.config.JitsiKey;
import io.gavel.digest.Sha256;
import io.gavel.http.answer.RouteNames;
import io.gavel.json.WireJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Prosody finds the key that verifies our tokens: by the {@code kid}'s digest ({@code asap_key_server}), or among all
 * there are ({@code cache_keys_url}). Public, as the key is.
 *
 * <p>What signs for the control of rooms has another {@code kid} and an address of its own
 * ({@code prosody_password_public_key_repo_url}): Prosody tells the two kinds of tokens apart by nothing else.
 *
 * <p>Source: jitsi-meet, resources/prosody-plugins/token/util.lib.lua.
 */
public final class PublicKeyRoutes {
    /** Prosody looks for new keys as often, and a login with a key that it does not know yet hangs. */
    private static final String SHORT = "public, max-age=300";

    private final String path;
    private final @Nullable JitsiKey key;

    public PublicKeyRoutes(String path, @Nullable JitsiKey key) {
        this.path = path;
        this.key = key;
    }

    /** Mounts nothing where no key is configured. */
    public void mount(Router router) {
        if (key != null) {
            var half = key.publicKey();
            answer(router, path + "/asap/" + file(key), path + "/asap/:key", "application/x-pem-file", pem(half));
            if (!key.isJaas()) {
                var control = path + "/asap/control/";
                answer(router, control + file(key.forControl()), control + ":key", "application/x-pem-file", pem(half));
            }
            var keys = path + "/jwks.json";
            answer(router, keys, keys, "application/json", WireJson.encode(Map.of("keys", List.of(jwk(key, half)))));
        }
    }

    private static void answer(Router router, String path, String name, String type, String text) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> {
            RouteNames.give(context, name);
            context.response()
                    .putHeader("Content-Type", type)
                    .putHeader("Cache-Control", SHORT)
                    .end(text);
        });
    }

    private static Map<String, Object> jwk(JitsiKey key, RSAPublicKey half) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kty", "RSA");
        fields.put("kid", key.id());
        fields.put("alg", "RS256");
        fields.put("use", "sig");
        fields.put("n", number(half.getModulus()));
        fields.put("e", number(half.getPublicExponent()));
        return fields;
    }

    /** Without the byte that BigInteger puts before a first bit that is set. */
    private static String number(BigInteger number) {
        var bytes = number.toByteArray();
        var start = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        var digits = Arrays.copyOfRange(bytes, start, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digits);
    }

    private static String pem(RSAPublicKey half) {
        var body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(half.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    private static String file(JitsiKey key) {
        return HexFormat.of().formatHex(Sha256.of(key.id())) + ".pem";
    }
}
