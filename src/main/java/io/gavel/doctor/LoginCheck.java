package io.gavel.doctor;

import com.fasterxml.jackson.databind.JsonNode;

/** The server's first look at a token, when a page connects: its form, its signature, its times, whose it is and for whom. */
final class LoginCheck {
    private final ParsedToken token;
    private final Expectations expected;
    private final Findings findings;

    LoginCheck(ParsedToken token, Expectations expected, Findings findings) {
        this.token = token;
        this.expected = expected;
        this.findings = findings;
    }

    void run(String text) {
        if (text.isEmpty()) {
            findings.add(ServerRule.EMPTY, "There is no token.");
            return;
        }
        var parts = token.parts().size();
        findings.addIf(
                parts != ParsedToken.PARTS,
                ServerRule.PARTS,
                "Of its parts %d are not empty; a token has 3.".formatted(parts));
        if (parts > 0) {
            header();
        }
        if (parts > 1) {
            payload();
        }
    }

    private void header() {
        if (token.header().filter(JsonNode::isObject).isEmpty()) {
            findings.add(ServerRule.HEADER_UNREADABLE, "Its header is no JSON object in base64url.");
            return;
        }
        if (expected.key().algorithm().startsWith("RS")) {
            kid(token.field("kid"));
        }
        var typ = token.field("typ");
        findings.addIf(
                !"JWT".equals(typ.textValue()),
                ServerRule.TYP,
                typ.isMissingNode() ? "Its header has no typ." : "Its typ is %s.".formatted(Shown.json(typ)));
        if (isOfTheAlgorithm(token.field("alg"))) {
            signature();
        }
    }

    private void kid(JsonNode kid) {
        if (kid.isMissingNode() || kid.isNull()) {
            findings.add(ServerRule.KID_MISSING, "Its header has no kid, which Jitsi finds the public key by.");
        } else if (!kid.isTextual()) {
            findings.add(ServerRule.KID_TYPE, "Its kid is %s.".formatted(Shown.json(kid)));
        } else if (expected.provider() == Provider.JAAS && !kid.textValue().startsWith(token.subject() + "/")) {
            findings.add(
                    ServerRule.JAAS_KID,
                    "Its kid is %s, which does not start with the sub and a slash.".formatted(Shown.json(kid)));
        }
    }

    private boolean isOfTheAlgorithm(JsonNode alg) {
        var wanted = expected.key().algorithm();
        if (wanted.equals(alg.textValue())) {
            return true;
        }
        if ("none".equalsIgnoreCase(alg.textValue())) {
            findings.add(ServerRule.ALG_NONE, "Its alg is %s: it is not signed.".formatted(Shown.json(alg)));
        } else if (wanted.startsWith("RS") && alg.asText().startsWith("HS")) {
            findings.add(
                    ServerRule.ALG_CONFUSION,
                    "Its alg is %s, for a secret, where the server has a public key.".formatted(Shown.json(alg)));
        } else {
            var found = alg.isMissingNode() ? "Its header has no alg" : "Its alg is " + Shown.json(alg);
            findings.add(ServerRule.ALG, "%s; the server takes %s.".formatted(found, wanted));
        }
        return false;
    }

    private void signature() {
        if (token.parts().size() != ParsedToken.PARTS) {
            return;
        }
        if (!expected.key().isKnown()) {
            findings.add(Surprise.SIGNATURE_UNCHECKED, "Nobody gave the public key that its signature is for.");
        } else if (token.signature().isEmpty()) {
            findings.add(ServerRule.SIGNATURE, "Its signature is not written in base64url.");
        } else if (!expected.key().verifies(token.signed(), token.signature().get())) {
            findings.add(ServerRule.SIGNATURE, "It was signed with another key, or changed since.");
        }
    }

    private void payload() {
        if (token.claims().filter(JsonNode::isObject).isEmpty()) {
            findings.add(ServerRule.PAYLOAD_UNREADABLE, "Its payload is no JSON object in base64url.");
            return;
        }
        expiry(token.claim("exp"));
        beginning(token.claim("nbf"));
        accepted(token.claim("iss"), "iss", expected.issuer(), ServerRule.ISS_MISSING, ServerRule.ISS);
        var audience = token.claim("aud");
        var wrong = audience.isArray() ? ServerRule.AUD_ARRAY : ServerRule.AUD;
        accepted(audience, "aud", expected.audience(), ServerRule.AUD_MISSING, wrong);
        text(token.claim("sub"), "sub", ServerRule.SUB_MISSING, ServerRule.SUB_TYPE);
        text(token.claim("room"), "room", ServerRule.ROOM_MISSING, ServerRule.ROOM_TYPE);
        var context = token.claim("context");
        findings.addIf(
                context.isNull() || context.isNumber() || context.isBoolean(),
                ServerRule.CONTEXT_TYPE,
                "Its context is %s.".formatted(Shown.json(context)));
        if (expected.provider() == Provider.JAAS) {
            jaas();
        }
    }

    /** Lua takes false for nothing at all, and null for something. */
    private void expiry(JsonNode exp) {
        if (isAbsent(exp)) {
            return;
        }
        if (!exp.isNumber()) {
            findings.add(ServerRule.EXP_TYPE, "Its exp is %s.".formatted(Shown.json(exp)));
        } else if (expected.seconds() >= exp.doubleValue()) {
            findings.add(
                    ServerRule.EXPIRED,
                    "It ended %.0f seconds ago; at the very second of exp it is over already."
                            .formatted(expected.seconds() - exp.doubleValue()));
        }
    }

    private void beginning(JsonNode nbf) {
        if (isAbsent(nbf)) {
            return;
        }
        if (!nbf.isNumber()) {
            findings.add(ServerRule.NBF_TYPE, "Its nbf is %s.".formatted(Shown.json(nbf)));
        } else if (expected.seconds() < nbf.doubleValue()) {
            findings.add(
                    ServerRule.NOT_YET_VALID,
                    "It begins in %.0f seconds.".formatted(nbf.doubleValue() - expected.seconds()));
        }
    }

    private void accepted(JsonNode claim, String name, String accepted, ServerRule missing, ServerRule wrong) {
        if (claim.isMissingNode()) {
            findings.add(missing, "It has no %s.".formatted(name));
        } else if (!accepted.equals(Expectations.ANYTHING) && !accepted.equals(claim.textValue())) {
            findings.add(wrong, "Its %s is %s, not %s.".formatted(name, Shown.json(claim), Shown.text(accepted)));
        }
    }

    private void text(JsonNode claim, String name, ServerRule missing, ServerRule wrong) {
        if (claim.isMissingNode()) {
            findings.add(missing, "It has no %s.".formatted(name));
        } else if (!claim.isTextual()) {
            findings.add(wrong, "Its %s is %s.".formatted(name, Shown.json(claim)));
        }
    }

    private void jaas() {
        var sub = token.subject();
        findings.addIf(
                sub != null && !sub.startsWith(Provider.JAAS_TENANT),
                ServerRule.JAAS_SUB,
                "Its sub is %s.".formatted(Shown.json(token.claim("sub"))));
        findings.addIf(isAbsent(token.claim("exp")), ServerRule.JAAS_EXP, "It has no exp.");
        findings.addIf(isAbsent(token.claim("nbf")), ServerRule.JAAS_NBF, "It has no nbf.");
        findings.addIf(token.claim("context").isMissingNode(), ServerRule.JAAS_CONTEXT, "It has no context.");
    }

    private static boolean isAbsent(JsonNode time) {
        return time.isMissingNode() || (time.isBoolean() && !time.booleanValue());
    }
}
