package io.gavel.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a JSON Web Key Set (RFC 7517) for the keys that may verify a platform's token; all others are passed over. */
final class JwkSet {
    /** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410, section 4). */
    private static final byte[] ED25519_DER = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int ED25519_LENGTH = 32;

    private JwkSet() {}

    /**
     * One usable key.
     *
     * @param id its {@code kid}
     */
    record Jwk(@Nullable String id, PublicKey key, Set<Algorithm> algorithms) {}

    /** The usable keys, or empty where this is no key set. */
    static Optional<List<Jwk>> parse(byte[] json) {
        return StrictJson.object(json)
                .map(set -> set.get("keys"))
                .filter(List.class::isInstance)
                .map(keys -> ((List<?>) keys)
                        .stream().flatMap(key -> usable(key).stream()).toList());
    }

    private static Optional<Jwk> usable(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> jwk) || !isForSignatures(jwk)) {
            return Optional.empty();
        }
        var kid = jwk.get("kid");
        if (kid != null && !(kid instanceof String)) {
            return Optional.empty();
        }
        return key(jwk).map(key -> new Jwk((String) kid, key, algorithms(jwk, key)))
                .filter(found -> !found.algorithms().isEmpty());
    }

    private static boolean isForSignatures(Map<?, ?> jwk) {
        var use = jwk.get("use");
        var operations = jwk.get("key_ops");
        return (use == null || use.equals("sig"))
                && (operations == null || (operations instanceof List<?> list && list.contains("verify")));
    }

    private static Set<Algorithm> algorithms(Map<?, ?> jwk, PublicKey key) {
        var able = PublicKeys.algorithms(key);
        var only = jwk.get("alg");
        if (only == null) {
            return able;
        }
        return Algorithm.of(only).filter(able::contains).map(Set::of).orElse(Set.of());
    }

    private static Optional<PublicKey> key(Map<?, ?> jwk) {
        try {
            if ("RSA".equals(jwk.get("kty"))) {
                return rsa(jwk);
            }
            if ("EC".equals(jwk.get("kty"))) {
                return ec(jwk);
            }
            return "OKP".equals(jwk.get("kty")) && "Ed25519".equals(jwk.get("crv")) ? ed25519(jwk) : Optional.empty();
        } catch (GeneralSecurityException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> rsa(Map<?, ?> jwk) throws GeneralSecurityException {
        var modulus = bytes(jwk, "n");
        var exponent = bytes(jwk, "e");
        if (modulus.isEmpty() || exponent.isEmpty()) {
            return Optional.empty();
        }
        var numbers = new RSAPublicKeySpec(number(modulus.get()), number(exponent.get()));
        return Optional.of(KeyFactory.getInstance("RSA").generatePublic(numbers));
    }

    private static Optional<PublicKey> ec(Map<?, ?> jwk) throws GeneralSecurityException {
        var curve = jwk.get("crv") instanceof String name ? PublicKeys.CURVES.get(name) : null;
        var x = bytes(jwk, "x");
        var y = bytes(jwk, "y");
        if (curve == null || x.isEmpty() || y.isEmpty()) {
            return Optional.empty();
        }
        var point = new ECPoint(number(x.get()), number(y.get()));
        if (!PublicKeys.isOnCurve(point, curve)) {
            // The JDK throws unchecked for what does not even fit.
            return Optional.empty();
        }
        return Optional.of(KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve)));
    }

    private static Optional<PublicKey> ed25519(Map<?, ?> jwk) throws GeneralSecurityException {
        var x = bytes(jwk, "x");
        if (x.isEmpty() || x.get().length != ED25519_LENGTH) {
            return Optional.empty();
        }
        var der = new byte[ED25519_DER.length + ED25519_LENGTH];
        System.arraycopy(ED25519_DER, 0, der, 0, ED25519_DER.length);
        System.arraycopy(x.get(), 0, der, ED25519_DER.length, ED25519_LENGTH);
        return PublicKeys.ofDer(der);
    }

    private static Optional<byte[]> bytes(Map<?, ?> jwk, String member) {
        return jwk.get(member) instanceof String text ? Base64Url.decode(text) : Optional.empty();
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }
}
