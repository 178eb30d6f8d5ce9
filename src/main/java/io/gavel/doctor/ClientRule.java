package io.gavel.doctor;

import java.util.Optional;

/**
 * What Jitsi's web client finds wrong with a token when a connection fails: all fourteen of its reasons.
 *
 * <p>Source: jitsi-meet, react/features/base/jwt/functions.ts, validateJwt.
 */
public enum ClientRule implements Rule {
    CLIENT_HEADER("headerNotFound", "Give the token a header that is an object."),
    CLIENT_PAYLOAD("payloadNotFound", "Give the token a payload that is an object."),
    CLIENT_KID_MISSING("kidNotFound", "For JaaS set kid in the header to AppID/key id."),
    CLIENT_KID_MISMATCH("kidMismatch", "For JaaS set sub to the part of kid before the slash."),
    CLIENT_AUD("audInvalid", "For JaaS set aud to jitsi, as one text."),
    CLIENT_ISS("issInvalid", "For JaaS set iss to chat."),
    CLIENT_FEATURES("featuresNotFound", "For JaaS give context.features, each of them true or false."),
    CLIENT_NBF("nbfInvalid", "Give nbf as a whole number of seconds since 1970, or leave it out."),
    CLIENT_NBF_FUTURE("nbfFuture", "Set nbf 10 to 60 seconds back; the client goes by the clock of its device."),
    CLIENT_EXP(
            "expInvalid",
            "Give exp as a whole number of seconds since 1970; the client misses it although the server does not."),
    CLIENT_EXPIRED(
            "tokenExpired", "Get a new token whenever a page is loaded; the client goes by the clock of its device."),
    CLIENT_CONTEXT(
            "contextNotFound", "Give a context with the user; the client misses it although the server does not."),
    CLIENT_FEATURE("featureInvalid", "Leave the feature out, or spell it as Jitsi does."),
    CLIENT_FEATURE_VALUE("featureValueInvalid", "Make each feature true or false.");

    private final String key;
    private final String mend;

    ClientRule(String key, String mend) {
        this.key = key;
        this.mend = mend;
    }

    @Override
    public Severity severity() {
        return Severity.FLAGGED;
    }

    @Override
    public Optional<String> says() {
        return Optional.of(key);
    }

    @Override
    public String effect() {
        return "Nothing while all is well; when a connection fails, the page names this as the reason, rightly or not.";
    }

    @Override
    public String mend() {
        return mend;
    }
}
