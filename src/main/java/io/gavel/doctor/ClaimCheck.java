package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What in the times, the room and the domain of a token works otherwise than it looks. */
final class ClaimCheck {
    /** The year 5138 in seconds, and 1973 in milliseconds. */
    private static final double SURELY_MILLISECONDS = 1e11;

    private static final double FAR = Duration.ofDays(1).toSeconds();
    private static final int MARGIN = 10;

    private final ParsedToken token;
    private final Expectations expected;
    private final Findings findings;

    ClaimCheck(ParsedToken token, Expectations expected, Findings findings) {
        this.token = token;
        this.expected = expected;
        this.findings = findings;
    }

    void run() {
        expiry(token.claim("exp"));
        beginning(token.claim("iat"), token.claim("nbf"));
        var room = token.claim("room").textValue();
        if (room != null) {
            room(room);
        }
        findings.addIf("*".equals(token.subject()), Surprise.SUB_WILDCARD, "Its sub is \"*\".");
        findings.addIf("*".equals(token.claim("aud").textValue()), Surprise.AUD_WILDCARD, "Its aud is \"*\".");
        findings.addIf(
                token.claim("admin").asText().equals("true"), Surprise.ADMIN, "It says that its bearer is an admin.");
        context(token.claim("context"));
    }

    private void expiry(JsonNode exp) {
        if (!exp.isNumber()) {
            findings.addIf(
                    exp.isMissingNode() || exp.isBoolean(), Surprise.EXP_MISSING, "It has no exp, so it never ends.");
            return;
        }
        var left = exp.doubleValue() - expected.seconds();
        if (exp.doubleValue() > SURELY_MILLISECONDS) {
            findings.add(Surprise.EXP_MILLISECONDS, "Its exp %s looks like milliseconds.".formatted(Shown.json(exp)));
        } else if (left > FAR) {
            findings.add(Surprise.EXP_FAR, "It is valid for %.0f hours more.".formatted(left / 3600));
        }
    }

    private void beginning(JsonNode iat, JsonNode nbf) {
        if (!iat.isNumber()) {
            return;
        }
        findings.addIf(
                iat.doubleValue() > expected.seconds(),
                Surprise.IAT_FUTURE,
                "Its iat is %.0f seconds ahead.".formatted(iat.doubleValue() - expected.seconds()));
        findings.addIf(
                nbf.isNumber() && nbf.doubleValue() > iat.doubleValue() - MARGIN,
                Surprise.NBF_NO_MARGIN,
                "Its nbf is less than %d seconds before its iat.".formatted(MARGIN));
    }

    private void room(String room) {
        var isPattern =
                token.claim("context").path("room").path("regex").asText().equals("true");
        if (room.equals(RoomName.ANY)) {
            findings.add(Surprise.ROOM_WILDCARD, "Its room is \"*\".");
        } else if (isPattern) {
            findings.add(Surprise.ROOM_PATTERN, "Its room %s is a Lua pattern.".formatted(Shown.text(room)));
        } else if (!RoomName.isNever(room)) {
            name(room);
        }
    }

    private void name(String room) {
        findings.addIf(
                room.contains("*"), Surprise.ROOM_STAR, "Its room %s holds an asterisk.".formatted(Shown.text(room)));
        findings.addIf(
                Ascii.hasCapitals(room),
                Surprise.ROOM_CAPITALS,
                "Its room %s has capital letters.".formatted(Shown.text(room)));
        findings.addIf(
                !RoomName.isPlain(room) && !room.contains("*"),
                Surprise.ROOM_CHARACTERS,
                "Its room %s has other characters than letters, digits, - and _.".formatted(Shown.text(room)));
    }

    private void context(JsonNode context) {
        findings.addIf(
                context.isTextual() || context.isArray(),
                Surprise.CONTEXT_USELESS,
                "Its context is %s, no object.".formatted(Shown.json(context)));
        if (!context.isObject()) {
            return;
        }
        findings.addIf(!context.path("group").isTextual(), Surprise.GROUP, "Its context.group is missing, or no text.");
        var tenant = context.path("tenant").textValue();
        findings.addIf(
                tenant != null
                        && expected.tenant() != null
                        && !Ascii.lower(tenant).equals(expected.tenant()),
                Surprise.TENANT,
                "Its context.tenant is %s, and the address has another.".formatted(Shown.json(context.path("tenant"))));
    }
}
