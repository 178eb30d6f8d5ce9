package io.gavel.attack;

import io.gavel.RunningNode;
import io.gavel.User;
import io.gavel.token.Issuer;
import io.gavel.token.KeyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node that takes the tokens of one identity provider, and what an attacker has beside it.
 *
 * @param issuer signs for the node
 * @param attacker signs as the provider does, with a key of its own
 * @param keyServer where the third of them asks for its keys; nobody asks it for the others'
 */
record TrustingNode(
        String name, RunningNode node, Issuer issuer, Issuer attacker, KeyServer keyServer, Attacked attacked) {
    static final String SECRET = "a secret that the platform and this node share";

    /** By a shared secret, by a public key in a file, and by a key set that is served over HTTP. */
    static List<TrustingNode> all(Path folder, KeyServer keyServer) throws IOException {
        var pair = Issuer.ofPair("RS256", Issuer.rsa(2048));
        var other = Issuer.ofPair("RS256", Issuer.rsa(2048));
        var curve = Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("current");
        keyServer.answerWith(List.of(curve.jwk("")));
        var file = Files.writeString(folder.resolve("platform.pem"), pair.pem());
        // One secret for both: nothing but the claims keeps a Jitsi token out then.
        var first = of(
                "HS256",
                start(null, "GAVEL_AUTH_SECRET", SECRET, "JITSI_APP_SECRET", SECRET),
                Issuer.ofSecret("HS256", Issuer.utf8(SECRET)),
                Issuer.ofSecret("HS256", Issuer.utf8("a guess")),
                keyServer);
        return List.of(
                first,
                of("PEM", start(first, "GAVEL_AUTH_PUBLIC_KEY_FILE", file.toString()), pair, other, keyServer),
                of(
                        "JWKS",
                        start(first, "GAVEL_AUTH_JWKS_URL", keyServer.url().toString()),
                        curve,
                        Issuer.ofPair("ES256", Issuer.ec("secp256r1")).withKid("current"),
                        keyServer));
    }

    /** The keys are not this one's: it is not ready, and verifies nothing, until there are some. */
    static RunningNode startKeyless(TrustingNode first, KeyServer keyServer) {
        return start(first, "GAVEL_AUTH_JWKS_URL", keyServer.url().toString());
    }

    private static RunningNode start(@Nullable TrustingNode first, String... key) {
        var variables = new String[key.length + 6];
        System.arraycopy(key, 0, variables, 0, key.length);
        System.arraycopy(
                new String[] {
                    "GAVEL_AUTH_ISSUER", Forgery.ISSUER,
                    "GAVEL_AUTH_AUDIENCE", Forgery.AUDIENCE,
                    "GAVEL_AUTH_MAX_TOKEN_SECONDS", "86400"
                },
                0,
                variables,
                key.length,
                6);
        return first == null
                ? RunningNode.start(variables)
                : RunningNode.startOn(first.node().database(), variables);
    }

    private static TrustingNode of(String name, RunningNode node, Issuer issuer, Issuer attacker, KeyServer keyServer) {
        var token = issuer.token(Forgery.claims("sub", "\"host-" + name + "\""));
        var host = User.withToken(node.url(), "host-" + name, token);
        return new TrustingNode(name, node, issuer, attacker, keyServer, Attacked.at(node, host));
    }

    /** Not {@code close}: JUnit would call that after each test that has this as an argument. */
    void stop() {
        attacked.close();
        node.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
