package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.gavel.config.Jitsi;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the web client says of a token when a connection fails: no signature, no room, no leeway, its own clock. */
final class ClientCheck {
    /** Known to pages of 2026; those of before complain. */
    static final List<String> RECENT_FEATURES = List.of("send-private-message");

    private static final double LATEST_MILLISECOND = 8.64e15;

    private final List<String> parts;
    private final Instant now;
    private final Findings findings;

    ClientCheck(String text, Instant now, Findings findings) {
        this.parts = List.of(text.split("\\.", -1));
        this.now = now;
        this.findings = findings;
    }

    /** A token of which it cannot read the header or the payload it says nothing about. */
    void run() {
        var header = ParsedToken.at(parts, 0).flatMap(Base64Text::lenient).flatMap(ParsedToken::json);
        var payload = ParsedToken.at(parts, 1).flatMap(Base64Text::lenient).flatMap(ParsedToken::json);
        if (header.isEmpty() || payload.isEmpty()) {
            return;
        }
        if (isFalsy(header.get())) {
            findings.add(ClientRule.CLIENT_HEADER, "Its header is %s.".formatted(Shown.json(header.get())));
        } else if (isFalsy(payload.get())) {
            findings.add(ClientRule.CLIENT_PAYLOAD, "Its payload is %s.".formatted(Shown.json(payload.get())));
        } else {
            judge(header.get(), payload.get());
        }
    }

    private void judge(JsonNode header, JsonNode claims) {
        var sub = claims.path("sub");
        if (!sub.isTextual() && !sub.isMissingNode() && !sub.isNull()) {
            return; // The client itself stumbles over such a sub, and says nothing.
        }
        if (sub.asText("").startsWith(Provider.JAAS_TENANT) && !jaas(header.path("kid"), claims)) {
            return;
        }
        beginning(claims.path("nbf"));
        expiry(claims.path("exp"));
        var context = claims.path("context");
        if (isFalsy(context)) {
            findings.add(ClientRule.CLIENT_CONTEXT, "It has no context.");
        } else {
            features(context.path("features"));
        }
    }

    /** Whether the client looks any further. */
    private boolean jaas(JsonNode kid, JsonNode claims) {
        if (isFalsy(kid)) {
            findings.add(ClientRule.CLIENT_KID_MISSING, "Its header has no kid.");
            return false;
        }
        if (!kid.isTextual()) {
            return false;
        }
        var tenant = kid.textValue().substring(0, Math.max(0, kid.textValue().indexOf('/')));
        findings.addIf(
                !tenant.equals(claims.path("sub").textValue()),
                ClientRule.CLIENT_KID_MISMATCH,
                "Its kid is %s, and its sub %s.".formatted(Shown.json(kid), Shown.json(claims.path("sub"))));
        findings.addIf(
                !"jitsi".equals(claims.path("aud").textValue()), ClientRule.CLIENT_AUD, "Its aud is not \"jitsi\".");
        findings.addIf(
                !"chat".equals(claims.path("iss").textValue()), ClientRule.CLIENT_ISS, "Its iss is not \"chat\".");
        findings.addIf(
                isFalsy(claims.path("context").path("features")),
                ClientRule.CLIENT_FEATURES,
                "It has no context.features.");
        return true;
    }

    private void beginning(JsonNode nbf) {
        if (isFalsy(nbf)) {
            return;
        }
        if (!isTimestamp(nbf)) {
            findings.add(ClientRule.CLIENT_NBF, "Its nbf is %s.".formatted(Shown.json(nbf)));
        } else if (now.toEpochMilli() < nbf.doubleValue() * 1000) {
            findings.add(ClientRule.CLIENT_NBF_FUTURE, "Its nbf is yet to come.");
        }
    }

    private void expiry(JsonNode exp) {
        if (!isTimestamp(exp)) {
            var problem = exp.isMissingNode() ? "It has no exp." : "Its exp is %s.".formatted(Shown.json(exp));
            findings.add(ClientRule.CLIENT_EXP, problem);
        } else if (now.toEpochMilli() > exp.doubleValue() * 1000) {
            findings.add(ClientRule.CLIENT_EXPIRED, "Its exp is past.");
        }
    }

    private void features(JsonNode features) {
        entries(features).forEach((name, value) -> {
            if (RECENT_FEATURES.contains(name)) {
                return;
            }
            if (!Jitsi.FEATURES.contains(name)) {
                findings.add(
                        ClientRule.CLIENT_FEATURE,
                        "It has the feature %s, which the client does not know.".formatted(Shown.text(name)));
            } else if (!value.isBoolean() && !List.of("true", "false").contains(value.asText())) {
                findings.add(
                        ClientRule.CLIENT_FEATURE_VALUE, "Its feature %s is %s.".formatted(name, Shown.json(value)));
            }
        });
    }

    /** As JavaScript's Object.keys sees them: those of a list and of a text are numbers. */
    private static Map<String, JsonNode> entries(JsonNode features) {
        var entries = new LinkedHashMap<String, JsonNode>();
        features.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        var places = features.isTextual() ? features.textValue().length() : features.isArray() ? features.size() : 0;
        for (int i = 0; i < Math.min(places, 1); i++) {
            entries.put(Integer.toString(i), features);
        }
        return entries;
    }

    /** A number whose milliseconds are whole, and within what a Date of JavaScript can hold. */
    private static boolean isTimestamp(JsonNode time) {
        var milliseconds = time.doubleValue() * 1000;
        return time.isNumber()
                && Math.abs(milliseconds) <= LATEST_MILLISECOND
                && milliseconds == Math.rint(milliseconds);
    }

    private static boolean isFalsy(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isNumber() && value.doubleValue() == 0)
                || (value.isTextual() && value.textValue().isEmpty());
    }
}
