package io.gavel.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to configure the key, the node that has it, and who signs with it.
 *
 * @param issuers at least one; several where the node takes several algorithms or keys
 */
record Setup(String name, TestNode node, List<Issuer> issuers, boolean isKeySet) {
    static final byte[] SECRET = Issuer.utf8("a secret that the platform and this node share");

    /** Every way there is: a secret, each kind of key in a file, and a set of them all. */
    static List<Setup> all(Path directory, KeyServer keyServer) throws IOException {
        var rsa = Issuer.ofPair("RS256", Issuer.rsa(2048));
        var p256 = Issuer.ofPair("ES256", Issuer.ec("secp256r1"));
        var p384 = Issuer.ofPair("ES384", Issuer.ec("secp384r1"));
        var p521 = Issuer.ofPair("ES512", Issuer.ec("secp521r1"));
        var ed = Issuer.ofPair("EdDSA", Issuer.edwards("Ed25519"));
        return List.of(
                ofSecret(),
                ofFile(directory, "RSA file", List.of(rsa, rsa.withAlgorithm("RS384"), rsa.withAlgorithm("RS512"))),
                ofFile(directory, "P-256 file", List.of(p256)),
                ofFile(directory, "P-384 file", List.of(p384)),
                ofFile(directory, "P-521 file", List.of(p521)),
                ofFile(directory, "Ed25519 file", List.of(ed)),
                ofKeySet(
                        keyServer,
                        List.of(
                                rsa.withKid("r"),
                                p256.withKid("p256"),
                                p384.withKid("p384"),
                                p521.withKid("p521"),
                                ed.withKid("ed")),
                        List.of(rsa.withAlgorithm("RS512"), p256, ed)));
    }

    static Setup ofSecret() {
        var issuer = Issuer.ofSecret("HS256", SECRET);
        var issuers = List.of(issuer, issuer.withAlgorithm("HS384"), issuer.withAlgorithm("HS512"));
        return new Setup("secret", TestNode.start(TestNode.secret(SECRET)), issuers, false);
    }

    static Setup ofFile(Path directory, String name, List<Issuer> issuers) throws IOException {
        var file = Files.writeString(directory.resolve(name), issuers.get(0).pem());
        return new Setup(name, TestNode.start(TestNode.publicKeyFile(file)), issuers, false);
    }

    private static Setup ofKeySet(KeyServer keyServer, List<Issuer> keys, List<Issuer> withoutKid) {
        keyServer.answerWith(keys.stream().map(issuer -> issuer.jwk("")).toList());
        var node = TestNode.start(TestNode.jwksUrl(keyServer.url()));
        return new Setup(
                "key set",
                node,
                Stream.concat(keys.stream(), withoutKid.stream()).toList(),
                true);
    }

    Issuer issuer() {
        return issuers.get(0);
    }

    /** Not {@code close}: JUnit would call that after each test that has this as an argument. */
    void stop() {
        node.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
