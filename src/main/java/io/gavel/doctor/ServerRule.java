package io.gavel.doctor;

import java.util.Optional;

/**
 * What Jitsi's server refuses a token for, in the order in which it looks: first at the login, then at the door of the
 * room. Proved on a live Prosody with Jitsi's plugins; those of JaaS are as 8x8 documents them.
 */
public enum ServerRule implements Rule {
    EMPTY(
            "Invalid token",
            Effects.LOGIN,
            "Leave the parameter out for a guest; an empty one is refused even where guests are let in."),
    PARTS(
            "Invalid token",
            Effects.LOGIN,
            "Send the whole token: header, payload and signature, with a dot between each two."),
    HEADER_UNREADABLE(
            "Invalid header",
            Effects.LOGIN_OR_SILENCE,
            "Send the token as it was made: no quotation marks, no spaces, no \"Bearer\" before it, base64url rather than base64."),
    KID_MISSING(
            "'kid' claim is missing",
            Effects.LOGIN,
            "Put the name of the key into the header as kid; Jitsi finds the public key by it."),
    KID_TYPE("", Effects.LOGIN_OR_SILENCE, "Make kid a text."),
    PAYLOAD_UNREADABLE("Invalid body", Effects.LOGIN_OR_SILENCE, "Encode a JSON object as base64url, once."),
    TYP("Invalid typ", Effects.LOGIN, "Set typ to JWT in the header; many libraries leave it out."),
    ALG_NONE("Invalid or incorrect alg", Effects.LOGIN, "Sign the token."),
    ALG_CONFUSION("Invalid or incorrect alg", Effects.LOGIN, "Sign with the private key; a public key is no secret."),
    ALG(
            "Invalid or incorrect alg",
            Effects.LOGIN,
            "Sign with the one algorithm that the server is configured for: signature_algorithm, else HS256 with app_secret and RS256 with a key server."),
    SIGNATURE(
            "Invalid signature",
            Effects.LOGIN,
            "Sign with the same secret or key pair as Jitsi has: look for a quotation mark, a space or a line's end that came along, and for a secret that one side decodes from base64."),
    EXP_TYPE(
            "exp must be number",
            Effects.LOGIN,
            "Give exp as a number of seconds since 1970, without quotation marks."),
    EXPIRED(
            "Not acceptable by exp",
            Effects.LOGIN,
            "Get a new token whenever a page is loaded, and set the clocks by NTP; Jitsi gives no leeway. A call that runs goes on."),
    NBF_TYPE("nbf must be number", Effects.LOGIN, "Give nbf as a number of seconds since 1970, or leave it out."),
    NOT_YET_VALID(
            "Not acceptable by nbf",
            Effects.LOGIN,
            "Set nbf 10 to 60 seconds back, and the clocks by NTP; Jitsi gives no leeway."),
    ISS_MISSING("'iss' claim is missing", Effects.LOGIN, "Set iss to the server's app_id (JITSI_APP_ID)."),
    ISS(
            "invalid 'iss' claim",
            Effects.LOGIN,
            "Set iss to the server's app_id (JITSI_APP_ID), or add yours to asap_accepted_issuers."),
    AUD_MISSING("'aud' claim is missing", Effects.LOGIN, "Set aud to jitsi; it is asked for even where any will do."),
    AUD_ARRAY(
            "invalid 'aud' claim",
            Effects.LOGIN,
            "Have aud written as one text; many libraries make a list of it. Only a server that accepts * takes a list."),
    AUD(
            "invalid 'aud' claim",
            Effects.LOGIN,
            "Set aud to jitsi, or add yours to asap_accepted_audiences; * in a token is no wildcard."),
    SUB_MISSING(
            "sub claim is missing",
            Effects.LOGIN_OR_SILENCE,
            "Set sub to Jitsi's main domain, or to the tenant where the address has one."),
    SUB_TYPE("", Effects.LOGIN_OR_SILENCE, "Make sub a text."),
    ROOM_MISSING("room claim is missing", Effects.LOGIN_OR_SILENCE, "Set room to the room's name."),
    ROOM_TYPE("", Effects.LOGIN_OR_SILENCE, "Make room a text."),
    CONTEXT_TYPE("", Effects.SILENCE, "Make context an object, or leave it out."),
    JAAS_SUB("", Effects.LOGIN, "Set sub to the AppID, which starts with vpaas-magic-cookie-."),
    JAAS_KID(
            "",
            Effects.LOGIN,
            "Set kid to AppID/key id as the JaaS console shows it; its part before the slash is the sub."),
    JAAS_EXP("", Effects.LOGIN, "Set exp to a number of seconds since 1970."),
    JAAS_NBF("", Effects.LOGIN, "Set nbf to a number of seconds since 1970, 10 to 60 seconds back."),
    JAAS_CONTEXT("", Effects.LOGIN, "Give a context with user and features."),
    ROOM_NEVER(
            "Room and token mismatched",
            Effects.JOIN,
            "Set room to the room's short name in lower-case ASCII letters, digits, - and _, without a domain."),
    ROOM_PATTERN_INVALID(
            "invalid-regex",
            Effects.JOIN,
            "Name the room instead; a pattern is one of Lua's: %d, not \\d, and lower-cased before use."),
    ROOM(
            "Room and token mismatched",
            Effects.JOIN,
            "Set room to the name that stands in the page's address; only * stands for all of them."),
    SUB(
            "Room and token mismatched",
            Effects.JOIN,
            "Set sub to Jitsi's main domain, to the tenant where the address has one; or switch enable_domain_verification off.");

    /** What a user sees, where several rules lead to the same. */
    private static final class Effects {
        static final String LOGIN = "The page says that authentication failed and never reaches the room.";
        static final String SILENCE = "The page waits for ever: the server's handler breaks and nobody answers it.";
        static final String LOGIN_OR_SILENCE =
                "The page says that authentication failed; with plugins of before mid 2026 it may wait for ever instead.";
        static final String JOIN = "The page connects, and the room turns it away as not allowed.";
    }

    private final String says;
    private final String effect;
    private final String mend;

    ServerRule(String says, String effect, String mend) {
        this.says = says;
        this.effect = effect;
        this.mend = mend;
    }

    @Override
    public Severity severity() {
        return Severity.REFUSED;
    }

    @Override
    public Optional<String> says() {
        return Optional.of(says).filter(text -> !text.isEmpty());
    }

    @Override
    public String effect() {
        return effect;
    }

    @Override
    public String mend() {
        return mend;
    }
}
