package io.gavel.doctor;

import static io.gavel.doctor.Forge.PAIR;
import static io.gavel.doctor.Forge.SECRET;
import static io.gavel.doctor.Forge.TENANT;
import static io.gavel.doctor.Forge.base64;
import static io.gavel.doctor.Forge.claims;
import static io.gavel.doctor.Forge.jaas;
import static io.gavel.doctor.Forge.jaasHeader;
import static io.gavel.doctor.Forge.rsa;
import static io.gavel.doctor.Forge.signed;
import static io.gavel.doctor.Forge.token;

import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token that is odd in another way than by its claims, or used at another place.
 *
 * @param rules what is refused or surprising about it
 */
record OddToken(String name, String text, Circumstances place, List<String> rules) {
    private static final Circumstances ALPHA = Circumstances.room("alpha");
    private static final Circumstances KEY_SERVER = place(null, null, PAIR.getPublic());
    private static final Circumstances TENANTS = place("acme", null, null);
    private static final Circumstances NO_VERIFICATION =
            new Circumstances("alpha", null, null, null, null, null, null, false, false);
    private static final Circumstances ANY_AUDIENCE =
            new Circumstances("alpha", null, null, "*", "*", null, null, true, false);
    private static final Circumstances LOBBY =
            new Circumstances("alpha", null, null, null, null, null, null, true, true);
    private static final Circumstances JAAS =
            new Circumstances("alpha", null, null, null, null, Provider.JAAS, PAIR.getPublic(), true, false);
    private static final String RS256 = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}";

    static Stream<OddToken> all() {
        return Stream.of(forms(), signatures(), keyServer(), places(), jaasTokens())
                .flatMap(stream -> stream);
    }

    private static Stream<OddToken> forms() {
        var good = token("{}");
        return Stream.of(
                odd("nothing", "", ALPHA, "empty"),
                odd("dots", "..", ALPHA, "parts"),
                odd("no token", "hello", ALPHA, "parts", "header-unreadable"),
                odd("with Bearer", "Bearer " + good, ALPHA, "header-unreadable"),
                odd("in quotation marks", '"' + good + '"', ALPHA, "header-unreadable"),
                odd("its end lost", good.substring(0, good.lastIndexOf('.')), ALPHA, "parts"),
                odd("one part more", good + ".x", ALPHA, "parts"),
                odd("padded", good + "=", ALPHA),
                odd("header null", base64("null") + good.substring(good.indexOf('.')), ALPHA, "header-unreadable"),
                odd(
                        "payload null",
                        part(good, 0) + "." + base64("null") + ".eA",
                        ALPHA,
                        "signature",
                        "payload-unreadable"),
                odd(
                        "payload a list",
                        part(good, 0) + "." + base64("[]") + ".eA",
                        ALPHA,
                        "signature",
                        "payload-unreadable"),
                odd(
                        "payload cut",
                        part(good, 0) + "." + base64("{\"a\":") + ".eA",
                        ALPHA,
                        "signature",
                        "payload-unreadable"),
                odd("context a number", token("{\"context\":7}"), ALPHA, "context-type"),
                odd("sub a number", token("{\"sub\":7}"), ALPHA, "sub-type"),
                odd("room a number", token("{\"room\":7}"), ALPHA, "room-type"));
    }

    private static Stream<OddToken> signatures() {
        var typ = "\"typ\":\"JWT\"}";
        var none = base64("{\"alg\":\"none\"," + typ) + "." + base64(claims("{}")) + ".";
        return Stream.of(
                odd(
                        "wrong secret",
                        signed("{\"alg\":\"HS256\"," + typ, "{}", "HmacSHA256", "other"),
                        ALPHA,
                        "signature"),
                odd(
                        "changed since",
                        part(token("{}"), 0) + "." + base64(claims("{\"room\":\"alpha\",\"admin\":false}")) + "."
                                + part(token("{}"), 2),
                        ALPHA,
                        "signature"),
                odd("junk signature", part(token("{}"), 0) + "." + part(token("{}"), 1) + ".a!b", ALPHA, "signature"),
                odd("alg none, no signature", none, ALPHA, "parts", "alg-none"),
                odd("alg none, junk signature", none + "eA", ALPHA, "alg-none"),
                odd(
                        "alg None",
                        none.replace(part(none, 0), base64("{\"alg\":\"None\"," + typ)) + "eA",
                        ALPHA,
                        "alg-none"),
                odd(
                        "HS512 and the right secret",
                        signed("{\"alg\":\"HS512\"," + typ, "{}", "HmacSHA512", SECRET),
                        ALPHA,
                        "alg"),
                odd("no alg", signed("{" + typ, "{}", "HmacSHA256", SECRET), ALPHA, "alg"),
                odd("no typ", signed("{\"alg\":\"HS256\"}", "{}", "HmacSHA256", SECRET), ALPHA, "typ"),
                odd(
                        "typ in lower case",
                        signed("{\"alg\":\"HS256\",\"typ\":\"jwt\"}", "{}", "HmacSHA256", SECRET),
                        ALPHA,
                        "typ"),
                odd("RS256 where there is a secret", rsa(RS256, "{}"), ALPHA, "alg"));
    }

    private static Stream<OddToken> keyServer() {
        return Stream.of(
                odd("good by key server", rsa(RS256, "{}"), KEY_SERVER),
                odd("no kid", rsa("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", "{}"), KEY_SERVER, "kid-missing"),
                odd("kid a number", rsa("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":1}", "{}"), KEY_SERVER, "kid-type"),
                odd(
                        "another key",
                        rsa(RS256, "{}").replaceFirst("\\.[^.]{9}([^.]*)$", ".AAAAAAAAA$1"),
                        KEY_SERVER,
                        "signature"),
                odd(
                        "HS256 by the public key",
                        signed(
                                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}",
                                "{}",
                                "HmacSHA256",
                                base64(PAIR.getPublic().getEncoded())),
                        KEY_SERVER,
                        "alg-confusion"),
                odd("RS512", rsa("{\"alg\":\"RS512\",\"typ\":\"JWT\",\"kid\":\"key-1\"}", "{}"), KEY_SERVER, "alg"));
    }

    private static Stream<OddToken> places() {
        return Stream.of(
                odd("sub the tenant", token("{\"sub\":\"Acme\"}"), TENANTS),
                odd("sub the main domain", token("{}"), TENANTS, "sub"),
                odd("sub another tenant", token("{\"sub\":\"other\"}"), TENANTS, "sub"),
                odd(
                        "another tenant in context",
                        token("{\"sub\":\"acme\",\"context\":{\"tenant\":\"b\"}}"),
                        TENANTS,
                        "tenant"),
                odd("sub unverified", token("{\"sub\":\"other\"}"), NO_VERIFICATION, "sub-unchecked"),
                odd("sub missing, unverified", token("{\"sub\":null}"), NO_VERIFICATION, "sub-missing"),
                odd(
                        "pattern unverified",
                        token("{\"room\":\"a.+\",\"context\":{\"room\":{\"regex\":true}}}"),
                        NO_VERIFICATION,
                        "room",
                        "room-pattern"),
                odd("room a JID, no room entered", token("{\"room\":\"a@b\"}"), Circumstances.UNKNOWN, "room-never"),
                odd("room empty, no room entered", token("{\"room\":\"\"}"), Circumstances.UNKNOWN, "room-never"),
                odd("aud array where any will do", token("{\"aud\":[\"jitsi\"],\"iss\":\"x\"}"), ANY_AUDIENCE),
                odd("aud * where any will do", token("{\"aud\":\"*\"}"), ANY_AUDIENCE, "aud-wildcard"),
                odd("lobby on", token("{}"), LOBBY, "lobby"),
                odd("lobby on, bypass", token("{\"context\":{\"user\":{\"lobby_bypass\":true}}}"), LOBBY),
                odd(
                        "lobby on, participant",
                        token("{\"context\":{\"user\":{\"moderator\":false,\"affiliation\":\"member\"},"
                                + "\"features\":{\"recording\":false,\"livestreaming\":false}}}"),
                        LOBBY));
    }

    private static Stream<OddToken> jaasTokens() {
        return Stream.of(
                odd("good for JaaS", jaas(jaasHeader(), "{}"), JAAS),
                odd(
                        "good for JaaS, moderator as text",
                        jaas(jaasHeader(), "{\"context\":{\"user\":{\"moderator\":\"true\",\"affiliation\":null}}}"),
                        JAAS),
                odd("for JaaS, by sub alone", jaas(jaasHeader(), "{}"), ALPHA, "signature-unchecked"),
                odd("no kid", jaas("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", "{}"), JAAS, "kid-missing"),
                odd(
                        "kid of another",
                        jaas("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"vpaas-magic-cookie-b/1\"}", "{}"),
                        JAAS,
                        "jaas-kid"),
                odd("iss of one's own", jaas(jaasHeader(), "{\"iss\":\"my-app\"}"), JAAS, "iss"),
                odd("aud of one's own", jaas(jaasHeader(), "{\"aud\":\"my-app\"}"), JAAS, "aud"),
                odd("sub of one's own", jaas(jaasHeader(), "{\"sub\":\"meet\"}"), JAAS, "jaas-kid", "jaas-sub"),
                odd("no exp", jaas(jaasHeader(), "{\"exp\":null}"), JAAS, "jaas-exp", "exp-missing"),
                odd("no nbf", jaas(jaasHeader(), "{\"nbf\":null}"), JAAS, "jaas-nbf"),
                odd("no context", jaas(jaasHeader(), "{\"context\":null}"), JAAS, "jaas-context"),
                odd(
                        "HS256",
                        signed(
                                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + TENANT + "/1\"}",
                                "{\"iss\":\"chat\",\"sub\":\"" + TENANT + "\"}",
                                "HmacSHA256",
                                SECRET),
                        JAAS,
                        "alg-confusion"));
    }

    private static OddToken odd(String name, String token, Circumstances place, String... rules) {
        return new OddToken(name, token, place, List.of(rules));
    }

    private static Circumstances place(@Nullable String tenant, @Nullable String domain, @Nullable PublicKey key) {
        return new Circumstances("alpha", tenant, domain, null, null, null, key, true, false);
    }

    private static String part(String token, int place) {
        return token.split("\\.", -1)[place];
    }

    @Override
    public String toString() {
        return name;
    }
}
