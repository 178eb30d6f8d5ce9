package io.gavel.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gavel.config.Jitsi;
import io.gavel.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens from one that is good in all respects, on the JDK's own cryptography. */
final class Forge {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final String SECRET = "a secret that Jitsi and this test share";
    static final Jitsi JITSI = new Jitsi(
            "https://Meet.Example.org",
            "meet.example.org",
            "my-app",
            new Secret(SECRET),
            "Interview_",
            true,
            "./public/recordings",
            Duration.ofHours(1),
            Map.of());
    static final KeyPair PAIR = pair();
    static final String TENANT = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe";

    private static final List<String> OF_THE_RECORDER = List.of("recording", "livestreaming");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECONDS_FROM_NOW = Pattern.compile("\"<(-?\\d+)>\"");
    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String CLAIMS = """
            {"aud":"jitsi","iss":"my-app","sub":"meet.example.org","room":"alpha",
             "iat":"<0>","nbf":"<-30>","exp":"<3600>",
             "context":{"group":"42","features":{%s},
              "user":{"id":"17","name":"Ada","email":"ada@example.org","avatar":"https://example.org/a.png",
                      "moderator":true,"affiliation":"owner"}}}
            """.formatted(Jitsi.FEATURES.stream()
            .map(name -> "\"" + name + "\":" + !OF_THE_RECORDER.contains(name))
            .collect(Collectors.joining(",")));

    private Forge() {}

    /** The good token with these changes, signed with the secret; null leaves out. */
    static String token(String changes) {
        return signed(HEADER, changes, "HmacSHA256", SECRET);
    }

    static String signed(String header, String changes, String algorithm, String secret) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(bytes(secret), algorithm));
            var text = base64(header) + "." + base64(claims(changes));
            return text + "." + base64(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The good token with these changes, signed with {@link #PAIR}. */
    static String rsa(String header, String changes) {
        return rsaSigned(header, claims(changes));
    }

    /** A token for JaaS with these changes. */
    static String jaas(String header, String changes) {
        var own = "{\"iss\":\"chat\",\"sub\":\"" + TENANT + "\"}";
        return rsaSigned(header, merged(tree(claims(own)), tree(changes)).toString());
    }

    private static String rsaSigned(String header, String claims) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(PAIR.getPrivate());
            var text = base64(header) + "." + base64(claims);
            signature.update(bytes(text));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String jaasHeader() {
        return "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + TENANT + "/4f4910\"}";
    }

    static String claims(String changes) {
        return merged(tree(CLAIMS), tree(changes)).toString();
    }

    static String base64(String text) {
        return base64(bytes(text));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As RFC 7396 merges, but that nulls within a new object stay. */
    private static JsonNode merged(JsonNode target, JsonNode changes) {
        if (!(changes instanceof ObjectNode wanted) || !(target instanceof ObjectNode found)) {
            return changes;
        }
        wanted.properties().forEach(change -> {
            var name = change.getKey();
            if (change.getValue().isNull()) {
                found.remove(name);
            } else {
                found.set(name, found.has(name) ? merged(found.get(name), change.getValue()) : change.getValue());
            }
        });
        return found;
    }

    private static JsonNode tree(String json) {
        var timed = SECONDS_FROM_NOW
                .matcher(json)
                .replaceAll(found -> Long.toString(NOW.getEpochSecond() + Long.parseLong(found.group(1))));
        try {
            return JSON.readTree(timed);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
