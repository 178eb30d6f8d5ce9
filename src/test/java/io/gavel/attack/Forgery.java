package io.gavel.attack;

import static io.gavel.token.Issuer.encode;
import static io.gavel.token.Issuer.utf8;

import io.gavel.token.Issuer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A token that opens nothing.
 *
 * @param number of the list of attacks
 * @param reason words of the answer that says why, as a pattern
 * @param token made by two issuers: the one whom the node trusts, and the attacker's own
 */
record Forgery(int number, String name, String reason, Function<TrustingNode, String> token) {
    static final String ISSUER = "https://login.example.com";
    static final String AUDIENCE = "gavel";
    /** Who guesses at signatures is told no more than that. */
    private static final String NO_KEY = "no key here verifies|signature is not valid|well-formed";

    static List<Forgery> all() {
        return Stream.of(headers(), identities(), times(), signatures())
                .flatMap(List::stream)
                .toList();
    }

    /** Those of a good token, some of them changed: name, JSON; a JSON of {@code ""} takes the claim away. */
    static String claims(String... changes) {
        var now = Instant.now().getEpochSecond();
        var claims = new LinkedHashMap<String, String>(Map.of(
                "sub",
                "\"mallory\"",
                "exp",
                String.valueOf(now + 3600),
                "iat",
                String.valueOf(now),
                "iss",
                "\"" + ISSUER + "\"",
                "aud",
                "\"" + AUDIENCE + "\""));
        for (int i = 0; i < changes.length; i += 2) {
            claims.put(changes[i], changes[i + 1]);
        }
        return claims.entrySet().stream()
                .filter(claim -> !claim.getValue().isEmpty())
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static List<Forgery> headers() {
        return List.of(
                unsigned("two parts", ""),
                unsigned("three parts", "."),
                of(2, "none, signed", "algorithm", issuer -> issuer.token("{\"alg\":\"none\"}", claims())),
                of(2, "NonE, signed", "algorithm", issuer -> issuer.token("{\"alg\":\"NonE\"}", claims())),
                new Forgery(3, "what is public is no secret", NO_KEY, Forgery::signedWithWhatIsPublic),
                kid("../../dev/null"),
                kid("' OR 1=1 --"),
                kid("http://127.0.0.1:9/"),
                kid("\\u0000"),
                of(
                        5,
                        "a kid of 6 KiB",
                        "8 KiB",
                        issuer -> issuer.token(
                                "{\"alg\":\"" + issuer.algorithm() + "\",\"kid\":\"" + "k".repeat(6144) + "\"}",
                                claims())),
                of(12, "crit", "extension", issuer -> issuer.token(issuer.header(",\"crit\":[\"x\"]"), claims())),
                of(15, "9 KiB", "8 KiB", issuer -> issuer.token(claims("x", "\"" + "x".repeat(6600) + "\""))),
                of(
                        16,
                        "alg twice",
                        "well-formed",
                        issuer -> issuer.token(issuer.header(",\"alg\":\"" + issuer.algorithm() + "\""), claims())));
    }

    private static List<Forgery> identities() {
        return List.of(
                claim(7, "another issuer", "issuer", "iss", "\"https://evil.example\""),
                claim(7, "no issuer", "issuer", "iss", ""),
                claim(7, "issuers in a list", "issuer", "iss", "[\"" + ISSUER + "\"]"),
                claim(8, "another audience", "audience", "aud", "\"else\""),
                claim(8, "no audience", "audience", "aud", ""),
                claim(8, "others' audiences", "audience", "aud", "[\"else\",\"gavel2\"]"),
                claim(13, "made for Jitsi", "audience", "aud", "[\"jitsi\",\"gavel\"],\"room\":\"*\""),
                claim(16, "sub twice", "well-formed", "sub", "\"alice\",\"sub\":\"mallory\""),
                claim(16, "exp twice", "well-formed", "exp", "1,\"exp\":9999999999"));
    }

    private static List<Forgery> times() {
        var now = Instant.now().getEpochSecond();
        return List.of(
                claim(9, "no exp", "no exp", "exp", ""),
                claim(10, "past by more than the leeway", "expired", "exp", String.valueOf(now - 11)),
                claim(10, "exp as text", "exp is not a number", "exp", "\"" + (now + 3600) + "\""),
                claim(10, "exp null", "exp is not a number", "exp", "null"),
                claim(10, "exp 1e400", "exp is not a number", "exp", "1e400"),
                claim(10, "exp -1", "exp is not a time", "exp", "-1"),
                claim(10, "exp 2^63", "exp is not a time", "exp", "9223372036854775808"),
                claim(10, "nbf later", "nbf is in the future", "nbf", String.valueOf(now + 600)),
                claim(10, "iat later", "iat is in the future", "iat", String.valueOf(now + 600)),
                claim(11, "ten years", "lives longer", "exp", String.valueOf(now + 315_360_000)),
                claim(11, "no iat", "no iat", "iat", ""));
    }

    private static List<Forgery> signatures() {
        return List.of(
                new Forgery(6, "keys and addresses of its own", NO_KEY, Forgery::baited),
                new Forgery(17, "another key", NO_KEY, node -> node.attacker().token(claims())),
                of(17, "another payload", NO_KEY, issuer -> {
                    var good = issuer.token(claims()).split("\\.", -1);
                    return good[0] + "." + encode(utf8(claims("admin", "true"))) + "." + good[2];
                }),
                of(17, "a shorter signature", NO_KEY, issuer -> {
                    var good = issuer.token(claims());
                    return good.substring(0, good.length() - 4);
                }),
                of(17, "no signature", "well-formed", issuer -> {
                    var good = issuer.token(claims());
                    return good.substring(0, good.lastIndexOf('.') + 1);
                }),
                of(17, "another token's signature", NO_KEY, issuer -> {
                    var other = issuer.token(claims("sub", "\"alice\""));
                    var good = issuer.token(claims());
                    return good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
                }));
    }

    private static Forgery of(int number, String name, String reason, Function<Issuer, String> token) {
        return new Forgery(number, name, reason, node -> token.apply(node.issuer()));
    }

    private static Forgery claim(int number, String name, String reason, String claim, String json) {
        return of(number, name, reason, issuer -> issuer.token(claims(claim, json)));
    }

    private static Forgery unsigned(String name, String end) {
        return of(
                2,
                "none, " + name,
                end.isEmpty() ? "not a signed JWT" : "well-formed",
                issuer -> encode(utf8("{\"alg\":\"none\"}")) + "." + encode(utf8(claims())) + end);
    }

    /** Were the kid looked up, it would verify nothing either: the key is the attacker's. */
    private static Forgery kid(String kid) {
        return new Forgery(5, "kid " + kid, NO_KEY, node -> {
            var algorithm = node.attacker().algorithm();
            return node.attacker().token("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}", claims());
        });
    }

    private static String signedWithWhatIsPublic(TrustingNode node) {
        var known = node.issuer().algorithm().startsWith("HS")
                ? ISSUER
                : node.issuer().pem();
        return Issuer.ofSecret("HS256", utf8(known)).withKid("current").token(claims());
    }

    private static String baited(TrustingNode node) {
        return node.attacker()
                .token(node.attacker().header(bait(node.keyServer().url().toString())), claims());
    }

    /** Members of a header that name keys, and this address for more. */
    static String bait(String address) {
        return ",\"jku\":\"" + address + "\",\"x5u\":\"" + address
                + "\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"},\"x5c\":[\"AAAA\"]";
    }

    @Override
    public String toString() {
        return number + ": " + name;
    }
}
