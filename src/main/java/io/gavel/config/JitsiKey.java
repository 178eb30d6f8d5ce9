package io.gavel.config;

import java.security.interfaces.RSAPublicKey;

/**
 * What signs Jitsi's tokens with RS256, in the place of a shared secret.
 *
 * @param id by which whoever verifies finds the public key; one of Jitsi as a Service begins with its tenant
 * @param pem the private key, PKCS #8
 */
public record JitsiKey(String id, Secret pem) {
    /** With which 8x8 begins the names of all tenants of Jitsi as a Service. */
    private static final String JAAS = "vpaas-magic-cookie-";

    /** Whether the deployment is Jitsi as a Service, by 8x8. */
    public boolean isJaas() {
        return id.startsWith(JAAS);
    }

    /** What stands before the first slash: in Jitsi as a Service the AppID, which is the tenant of all rooms. */
    public String tenant() {
        var slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    /** What verifies the tokens. */
    public RSAPublicKey publicKey() {
        return RsaPrivateKey.publicHalf(pem.value());
    }

    /** What is secret of it, the same at all nodes: however the file's lines end, and whatever stands around the key. */
    Secret material() {
        return new Secret(RsaPrivateKey.privateExponent(pem.value()));
    }

    /**
     * What signs for Jitsi's own endpoints. Prosody's look at nothing in a token but its signature, issuer and audience: were
     * both kinds signed under one name, every user's token would end every meeting. Jitsi as a Service has a claim for it.
     */
    public JitsiKey forControl() {
        return isJaas() ? this : new JitsiKey("control:" + id, pem);
    }
}
