package io.gavel.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What Prosody with Jitsi's plugins, and then the Jitsi web client, refuse a token for; written from their sources, not
 * from ours.
 */
final class JitsiVerifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FEATURES = Set.of(
            "branding",
            "calendar",
            "create-polls",
            "file-upload",
            "flip",
            "inbound-call",
            "livestreaming",
            "live-translation",
            "lobby",
            "moderation",
            "outbound-call",
            "recording",
            "room",
            "screen-sharing",
            "send-groupchat",
            "list-visitors",
            "sip-inbound-call",
            "sip-outbound-call",
            "transcription");

    private final String algorithm;
    private final Predicate<String> isSigned;
    private final String issuer;
    private final String domain;
    private final String room;
    private final Instant now;

    JitsiVerifier(String secret, String appId, String domain, String room, Instant now) {
        this("HS256", token -> isSigned(token, secret), appId, domain, room, now);
    }

    /** With what the server takes for signed, and for {@code iss} and {@code sub}. */
    JitsiVerifier(
            String algorithm, Predicate<String> isSigned, String issuer, String domain, String room, Instant now) {
        this.algorithm = algorithm;
        this.isSigned = isSigned;
        this.issuer = issuer;
        this.domain = domain;
        this.room = room;
        this.now = now;
    }

    /** Every reason to refuse the token; empty where both let it in. */
    List<String> complaints(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return List.of("Invalid token");
        }
        var complaints = new ArrayList<String>();
        var header = part(parts[0]);
        var claims = part(parts[1]);
        require(complaints, header.path("typ").asText().equals("JWT"), "Invalid typ");
        require(complaints, header.path("alg").asText().equals(algorithm), "Invalid or incorrect alg");
        require(complaints, isSigned.test(token), "Invalid signature");
        addLoginComplaints(complaints, claims);
        addRoomComplaints(complaints, claims);
        addClientComplaints(complaints, claims);
        return complaints;
    }

    static JsonNode claims(String token) {
        return part(token.split("\\.", -1)[1]);
    }

    static JsonNode header(String token) {
        return part(token.split("\\.", -1)[0]);
    }

    private void addLoginComplaints(List<String> complaints, JsonNode claims) {
        var seconds = now.getEpochSecond();
        require(complaints, isText(claims.path("iss"), issuer), "invalid 'iss'");
        require(complaints, isText(claims.path("aud"), "jitsi"), "invalid 'aud'");
        require(
                complaints,
                claims.path("exp").isNumber() && seconds < claims.path("exp").asDouble(),
                "exp");
        require(
                complaints,
                claims.path("nbf").isNumber() && seconds >= claims.path("nbf").asDouble(),
                "nbf");
    }

    private void addRoomComplaints(List<String> complaints, JsonNode claims) {
        require(complaints, claims.path("sub").isTextual(), "sub claim is missing");
        require(complaints, claims.path("room").isTextual(), "room claim is missing");
        require(complaints, isText(claims.path("sub"), domain), "Domain mismatched");
        require(complaints, isText(claims.path("room"), room.toLowerCase(Locale.ROOT)), "Room and token mismatched");
        require(complaints, claims.path("context").path("room").isMissingNode(), "a pattern of rooms");
    }

    private void addClientComplaints(List<String> complaints, JsonNode claims) {
        for (var time : List.of("exp", "nbf")) {
            require(complaints, claims.path(time).isIntegralNumber(), time + "Invalid");
        }
        require(complaints, claims.path("context").isObject(), "contextNotFound");
        var features = claims.path("context").path("features");
        features.properties().forEach(feature -> {
            require(complaints, FEATURES.contains(feature.getKey()), "featureInvalid " + feature.getKey());
            require(complaints, feature.getValue().isBoolean(), "featureValueInvalid " + feature.getKey());
        });
        FEATURES.forEach(feature -> require(complaints, features.has(feature), "denied for want of " + feature));
        claims.path("context")
                .path("user")
                .properties()
                .forEach(field -> require(
                        complaints,
                        field.getKey().equals("moderator")
                                ? field.getValue().isBoolean()
                                : field.getValue().isTextual(),
                        "dropped user." + field.getKey()));
    }

    private static boolean isSigned(String token, String secret) {
        var end = token.lastIndexOf('.');
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Issuer.utf8(secret), "HmacSHA256"));
            var expected = mac.doFinal(Issuer.utf8(token.substring(0, end)));
            return MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(token.substring(end + 1)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean isText(JsonNode node, String text) {
        return node.isTextual() && node.asText().equals(text);
    }

    private static void require(List<String> complaints, boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private static JsonNode part(String part) {
        return json(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
