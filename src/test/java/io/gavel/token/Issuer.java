package io.gavel.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** An identity provider with one key, on the JDK's own cryptography: none of the code under test signs here. */
public final class Issuer {
    private static final Map<String, String> JAVA_NAMES = Map.of(
            "HS256", "HmacSHA256",
            "HS384", "HmacSHA384",
            "HS512", "HmacSHA512",
            "RS256", "SHA256withRSA",
            "RS384", "SHA384withRSA",
            "RS512", "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format",
            "ES384", "SHA384withECDSAinP1363Format",
            "ES512", "SHA512withECDSAinP1363Format",
            "EdDSA", "Ed25519");

    private final String algorithm;
    private final @Nullable String kid;
    private final byte[] secret;
    private final @Nullable KeyPair pair;

    private Issuer(String algorithm, @Nullable String kid, byte[] secret, @Nullable KeyPair pair) {
        this.algorithm = algorithm;
        this.kid = kid;
        this.secret = secret;
        this.pair = pair;
    }

    public static Issuer ofSecret(String algorithm, byte[] secret) {
        return new Issuer(algorithm, null, secret, null);
    }

    public static Issuer ofPair(String algorithm, KeyPair pair) {
        return new Issuer(algorithm, null, new byte[0], pair);
    }

    public Issuer withKid(String name) {
        return new Issuer(algorithm, name, secret, pair);
    }

    public Issuer withAlgorithm(String name) {
        return new Issuer(name, kid, secret, pair);
    }

    public static KeyPair rsa(int bits) {
        return pair("RSA", generator -> generator.initialize(bits));
    }

    public static KeyPair ec(String curve) {
        return pair("EC", generator -> generator.initialize(new ECGenParameterSpec(curve)));
    }

    static KeyPair edwards(String curve) {
        return pair(curve, generator -> {});
    }

    public String algorithm() {
        return algorithm;
    }

    PublicKey publicKey() {
        if (pair == null) {
            throw new IllegalStateException("a secret has no public side");
        }
        return pair.getPublic();
    }

    public String header() {
        return header("");
    }

    /**
     * The header of a token.
     *
     * @param more further members, each with a comma before it
     */
    public String header(String more) {
        var kidMember = kid == null ? "" : ",\"kid\":\"" + kid + "\"";
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"" + kidMember + more + "}";
    }

    public String token(String claims) {
        return token(header(), claims);
    }

    public String token(String header, String claims) {
        return sign(encode(utf8(header)) + "." + encode(utf8(claims)));
    }

    /** Signs whatever stands before the last dot. */
    public String sign(String input) {
        return input + "." + encode(signature(utf8(input)));
    }

    byte[] signature(byte[] input) {
        try {
            if (pair == null) {
                var mac = Mac.getInstance(javaName());
                mac.init(new SecretKeySpec(secret, "RAW"));
                return mac.doFinal(input);
            }
            return signature(pair.getPrivate(), javaName(), input);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The same signature, but in ASN.1 as Java and OpenSSL write it by themselves. */
    byte[] signatureInAsn1(byte[] input) {
        try {
            return signature(keyPair().getPrivate(), javaName().replace("inP1363Format", ""), input);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String pem() {
        return pem("PUBLIC KEY", publicKey().getEncoded());
    }

    public static String pem(String kind, byte[] der) {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    /**
     * The public key as a JSON Web Key.
     *
     * @param more further members, each with a comma before it
     */
    public String jwk(String more) {
        var kidMember = kid == null ? "" : ",\"kid\":\"" + kid + "\"";
        return "{" + numbers() + kidMember + more + "}";
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String numbers() {
        if (publicKey() instanceof RSAPublicKey rsa) {
            return "\"kty\":\"RSA\",\"n\":\"" + encode(rsa.getModulus().toByteArray()) + "\",\"e\":\""
                    + encode(rsa.getPublicExponent().toByteArray()) + "\"";
        }
        if (publicKey() instanceof ECPublicKey ec) {
            var bits = ec.getParams().getCurve().getField().getFieldSize();
            return "\"kty\":\"EC\",\"crv\":\"P-" + bits + "\",\"x\":\""
                    + encode(fixed(ec.getW().getAffineX().toByteArray(), (bits + 7) / 8)) + "\",\"y\":\""
                    + encode(fixed(ec.getW().getAffineY().toByteArray(), (bits + 7) / 8)) + "\"";
        }
        var der = publicKey().getEncoded();
        return "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + encode(Arrays.copyOfRange(der, der.length - 32, der.length)) + "\"";
    }

    private static byte[] fixed(byte[] number, int length) {
        var bytes = new byte[length];
        var used = Math.min(number.length, length);
        System.arraycopy(number, number.length - used, bytes, length - used, used);
        return bytes;
    }

    private String javaName() {
        var name = JAVA_NAMES.get(algorithm);
        if (name == null) {
            throw new IllegalStateException(algorithm);
        }
        return name;
    }

    private KeyPair keyPair() {
        if (pair == null) {
            throw new IllegalStateException("a secret is no key pair");
        }
        return pair;
    }

    private static byte[] signature(PrivateKey key, String javaName, byte[] input) throws GeneralSecurityException {
        var signature = Signature.getInstance(javaName);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    private interface Initialisation {
        void of(KeyPairGenerator generator) throws GeneralSecurityException;
    }

    private static KeyPair pair(String kind, Initialisation initialisation) {
        try {
            var generator = KeyPairGenerator.getInstance(kind);
            initialisation.of(generator);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
