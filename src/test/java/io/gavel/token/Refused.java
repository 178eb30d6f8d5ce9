package io.gavel.token;

import static io.gavel.token.Issuer.encode;
import static io.gavel.token.Issuer.utf8;
import static io.gavel.token.Samples.GOOD;
import static io.gavel.token.Samples.NOW;
import static io.gavel.token.Samples.claims;
import static io.gavel.token.Samples.input;
import static io.gavel.token.Samples.overEightKiB;
import static io.gavel.token.Samples.part;
import static io.gavel.token.Samples.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A token that is refused, one for each rule. Numbers after "JWT" are those of the list of attacks.
 *
 * @param reason words of the answer that says why
 * @param token made for whoever signs for the node
 */
record Refused(String name, String reason, Function<Issuer, String> token) {

    private static final String LATER = "\"exp\":" + (NOW + 600);

    static List<Refused> all() {
        return Stream.of(badForms(), badHeaders(), badClaims(), badSignatures())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Refused> badForms() {
        return List.of(
                new Refused("JWT 1: nothing", "not a signed JWT", issuer -> ""),
                new Refused(
                        "JWT 2: none, two parts",
                        "not a signed JWT",
                        issuer -> part("{\"alg\":\"none\"}") + "." + part(GOOD)),
                new Refused(
                        "JWT 2: none, empty third part",
                        "well-formed",
                        issuer -> part("{\"alg\":\"none\"}") + "." + part(GOOD) + "."),
                new Refused("JWT 14: a ticket", "not a signed JWT", issuer -> encode(new byte[32])),
                new Refused("JWT 15: five megabytes", "8 KiB", issuer -> "a".repeat(5_000_000)),
                new Refused("JWT 15: one character too long", "8 KiB", issuer -> overEightKiB(issuer)),
                new Refused("four parts", "not a signed JWT", issuer -> issuer.token(GOOD) + ".AAAA"),
                new Refused("empty header", "well-formed", issuer -> issuer.sign("." + part(GOOD))),
                new Refused("empty payload", "well-formed", issuer -> issuer.sign(part(issuer.header()) + ".")),
                new Refused(
                        "padding",
                        "well-formed",
                        issuer -> issuer.sign(part(issuer.header() + " ".repeat(2)) + "." + part(GOOD) + "=")),
                new Refused("a space in front", "well-formed", issuer -> " " + issuer.token(GOOD)),
                new Refused("a line's end behind", "well-formed", issuer -> issuer.token(GOOD) + "\n"),
                new Refused(
                        "plain base64",
                        "well-formed",
                        issuer -> issuer.sign(part(issuer.header()) + "."
                                + part(claims(LATER + ",\"n\":\"???>>>\"")).replace('_', '/'))),
                new Refused("two objects", "well-formed", issuer -> issuer.token(GOOD + "{}")),
                new Refused("an array", "well-formed", issuer -> issuer.token("[" + GOOD + "]")),
                new Refused("JSON null", "well-formed", issuer -> issuer.token("null")),
                new Refused("an empty text", "well-formed", issuer -> issuer.token("\"\"")),
                new Refused("no JSON", "well-formed", issuer -> issuer.token("alice")),
                new Refused(
                        "JWT 16: sub twice",
                        "well-formed",
                        issuer -> issuer.token("{\"sub\":\"alice\",\"sub\":\"bob\",\"exp\":" + (NOW + 600) + "}")),
                new Refused(
                        "JWT 16: nested name twice",
                        "well-formed",
                        issuer -> issuer.token(claims(LATER + ",\"x\":{\"a\":1,\"a\":2}"))),
                new Refused(
                        "JWT 16: alg twice",
                        "well-formed",
                        issuer -> issuer.token(issuer.header(",\"alg\":\"" + issuer.algorithm() + "\""), GOOD)),
                new Refused(
                        "33 levels",
                        "well-formed",
                        issuer -> issuer.token(claims(LATER + ",\"x\":" + "[".repeat(32) + "]".repeat(32)))),
                new Refused("NaN", "well-formed", issuer -> issuer.token(claims("\"exp\":NaN"))),
                new Refused(
                        "a byte that is not UTF-8",
                        "well-formed",
                        issuer -> issuer.sign(part(issuer.header()) + "."
                                + encode(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))),
                new Refused("a byte order mark", "well-formed", issuer -> issuer.token("\ufeff" + GOOD)));
    }

    private static List<Refused> badHeaders() {
        return List.of(
                new Refused("JWT 2: none, signed", "algorithm", issuer -> issuer.token("{\"alg\":\"none\"}", GOOD)),
                new Refused("JWT 2: NonE", "algorithm", issuer -> issuer.token("{\"alg\":\"NonE\"}", GOOD)),
                new Refused("no alg", "algorithm", issuer -> issuer.token("{\"typ\":\"JWT\"}", GOOD)),
                new Refused(
                        "alg in small letters",
                        "algorithm",
                        issuer -> issuer.token(
                                "{\"alg\":\"" + issuer.algorithm().toLowerCase(Locale.ROOT) + "\"}", GOOD)),
                new Refused(
                        "alg as a list",
                        "algorithm",
                        issuer -> issuer.token("{\"alg\":[\"" + issuer.algorithm() + "\"]}", GOOD)),
                new Refused("PS256", "algorithm", issuer -> issuer.token("{\"alg\":\"PS256\"}", GOOD)),
                new Refused(
                        "JWT 12: crit", "extension", issuer -> issuer.token(issuer.header(",\"crit\":[\"x\"]"), GOOD)),
                new Refused(
                        "JWT 12: empty crit", "extension", issuer -> issuer.token(issuer.header(",\"crit\":[]"), GOOD)),
                new Refused("b64", "extension", issuer -> issuer.token(issuer.header(",\"b64\":true"), GOOD)),
                new Refused(
                        "kid as a number",
                        "kid",
                        issuer -> issuer.token("{\"alg\":\"" + issuer.algorithm() + "\",\"kid\":1}", GOOD)),
                new Refused(
                        "JWT 5: kid of 10 KB",
                        "8 KiB",
                        issuer -> issuer.token(
                                "{\"alg\":\"" + issuer.algorithm() + "\",\"kid\":\"" + "k".repeat(10_000) + "\"}",
                                GOOD)));
    }

    private static List<Refused> badClaims() {
        return List.of(
                new Refused("JWT 9: no exp", "no exp", issuer -> issuer.token("{\"sub\":\"alice\"}")),
                new Refused(
                        "JWT 10: exp past by 11 s", "expired", issuer -> issuer.token(claims("\"exp\":" + (NOW - 11)))),
                new Refused(
                        "JWT 10: exp past by a hair over the leeway",
                        "expired",
                        issuer -> issuer.token(claims("\"exp\":" + (NOW - 11) + ".99"))),
                new Refused(
                        "JWT 10: nbf in the future",
                        "nbf",
                        issuer -> issuer.token(claims(LATER + ",\"nbf\":" + (NOW + 11)))),
                new Refused(
                        "JWT 10: iat in the future",
                        "iat",
                        issuer -> issuer.token(claims(LATER + ",\"iat\":" + (NOW + 10) + ".01"))),
                new Refused(
                        "JWT 10: exp as text",
                        "exp is not a number",
                        issuer -> issuer.token(claims("\"exp\":\"" + (NOW + 600) + "\""))),
                new Refused("JWT 10: exp null", "exp is not a number", issuer -> issuer.token(claims("\"exp\":null"))),
                new Refused(
                        "JWT 10: exp 1e400", "exp is not a number", issuer -> issuer.token(claims("\"exp\":1e400"))),
                new Refused(
                        "JWT 10: exp 1e-999999999",
                        "exp is not a time",
                        issuer -> issuer.token(claims("\"exp\":1e-999999999"))),
                new Refused("JWT 10: exp negative", "exp is not a time", issuer -> issuer.token(claims("\"exp\":-1"))),
                new Refused("JWT 10: exp 0", "exp is not a time", issuer -> issuer.token(claims("\"exp\":0"))),
                new Refused(
                        "JWT 10: exp 2^63",
                        "exp is not a time",
                        issuer -> issuer.token(claims("\"exp\":9223372036854775808"))),
                new Refused(
                        "exp in milliseconds and more",
                        "exp is not a time",
                        issuer -> issuer.token(claims("\"exp\":253402300800"))),
                new Refused(
                        "nbf as text", "nbf is not a number", issuer -> issuer.token(claims(LATER + ",\"nbf\":\"0\""))),
                new Refused("iat null", "iat is not a number", issuer -> issuer.token(claims(LATER + ",\"iat\":null"))),
                new Refused("no user id", "user id", issuer -> issuer.token("{\"exp\":" + (NOW + 600) + "}")),
                new Refused(
                        "JWT 13: our own Jitsi token",
                        "audience",
                        issuer -> issuer.token(claims(LATER + ",\"aud\":\"jitsi\",\"room\":\"r\""))),
                new Refused(
                        "JWT 13: in a list",
                        "audience",
                        issuer -> issuer.token(claims(LATER + ",\"aud\":[\"jitsi\"],\"room\":\"*\""))));
    }

    private static List<Refused> badSignatures() {
        return List.of(
                new Refused(
                        "JWT 17: another key", "", issuer -> otherKey(issuer).token(GOOD)),
                new Refused(
                        "JWT 17: signature of another token",
                        "signature is not valid",
                        issuer ->
                                input(issuer.token(GOOD)) + signature(issuer.token(claims("\"exp\":" + (NOW + 601))))),
                new Refused(
                        "JWT 17: one bit of the payload",
                        "signature is not valid",
                        issuer -> part(issuer.header()) + "." + part(GOOD.replace("alice", "alicf"))
                                + signature(issuer.token(GOOD))),
                new Refused(
                        "JWT 17: truncated by a byte",
                        "signature is not valid",
                        issuer -> input(issuer.token(GOOD)) + "." + encode(shortened(issuer))),
                new Refused(
                        "JWT 17: a byte more",
                        "signature is not valid",
                        issuer -> input(issuer.token(GOOD)) + "."
                                + encode(Arrays.copyOf(
                                        issuer.signature(utf8(input(issuer.token(GOOD)))),
                                        issuer.signature(new byte[0]).length + 1))),
                new Refused(
                        "JWT 17: all zero",
                        "signature is not valid",
                        issuer -> input(issuer.token(GOOD)) + "."
                                + encode(new byte[issuer.signature(new byte[0]).length])),
                new Refused("JWT 17: another spelling of the signature", "", issuer -> respelled(issuer.token(GOOD))));
    }

    private static byte[] shortened(Issuer issuer) {
        var whole = issuer.signature(utf8(input(issuer.token(GOOD))));
        return Arrays.copyOf(whole, whole.length - 1);
    }

    /** The same bytes with other unused bits in the last letter; where there are none, padding. */
    private static String respelled(String token) {
        var last = token.charAt(token.length() - 1);
        var unused = (token.length() - token.lastIndexOf('.') - 1) % 4;
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return unused == 0
                ? token + "===="
                : token.substring(0, token.length() - 1) + letters.charAt(letters.indexOf(last) + 1);
    }

    private static Issuer otherKey(Issuer issuer) {
        var other = Map.<String, Function<Issuer, Issuer>>of(
                "HS256", same -> Issuer.ofSecret("HS256", utf8("another")),
                "RS256", same -> Issuer.ofPair("RS256", Issuer.rsa(2048)),
                "ES256", same -> Issuer.ofPair("ES256", Issuer.ec("secp256r1")),
                "ES384", same -> Issuer.ofPair("ES384", Issuer.ec("secp384r1")),
                "ES512", same -> Issuer.ofPair("ES512", Issuer.ec("secp521r1")),
                "EdDSA", same -> Issuer.ofPair("EdDSA", Issuer.edwards("Ed25519")));
        return other.getOrDefault(issuer.algorithm(), same -> same).apply(issuer);
    }
}
