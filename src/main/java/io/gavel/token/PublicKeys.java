package io.gavel.token;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which public keys may verify a platform's token, and with which algorithms. */
final class PublicKeys {
    static final String ACCEPTED = "an RSA key of at least 2048 bits, an EC key on P-256, P-384 or P-521, or Ed25519";
    /** The curves by their names in a JWK. */
    static final Map<String, ECParameterSpec> CURVES =
            Map.of("P-256", curve("secp256r1"), "P-384", curve("secp384r1"), "P-521", curve("secp521r1"));

    private static final int SHORTEST_RSA_KEY = 2048;
    private static final Map<String, Algorithm> CURVE_ALGORITHMS =
            Map.of("P-256", Algorithm.ES256, "P-384", Algorithm.ES384, "P-521", Algorithm.ES512);

    private PublicKeys() {}

    /** The algorithms that this key verifies; none where it is of a kind or strength that is not accepted. */
    static Set<Algorithm> algorithms(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= SHORTEST_RSA_KEY ? Algorithm.OF_RSA_KEYS : Set.of();
        }
        if (key instanceof ECPublicKey ec) {
            return curveName(ec.getParams())
                    .filter(name -> isOnCurve(ec.getW(), ec.getParams()))
                    .map(name -> Set.of(CURVE_ALGORITHMS.get(name)))
                    .orElse(Set.of());
        }
        return key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                ? Set.of(Algorithm.EDDSA)
                : Set.of();
    }

    /** The key of a SubjectPublicKeyInfo in DER, or empty where it is none of RSA, EC or EdDSA. */
    static Optional<PublicKey> ofDer(byte[] der) throws GeneralSecurityException {
        for (var kind : List.of("RSA", "EC", "EdDSA")) {
            var key = ofDer(KeyFactory.getInstance(kind), der);
            if (key.isPresent()) {
                return key;
            }
        }
        return Optional.empty();
    }

    private static Optional<PublicKey> ofDer(KeyFactory factory, byte[] der) {
        try {
            return Optional.of(factory.generatePublic(new X509EncodedKeySpec(der)));
        } catch (InvalidKeySpecException anotherKind) {
            return Optional.empty();
        }
    }

    private static Optional<String> curveName(ECParameterSpec found) {
        return CURVES.entrySet().stream()
                .filter(named -> isSame(named.getValue(), found))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isSame(ECParameterSpec one, ECParameterSpec other) {
        return one.getCurve().equals(other.getCurve())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder());
    }

    /** y² = x³ + ax + b; the JDK takes any pair of numbers for a point. */
    static boolean isOnCurve(ECPoint point, ECParameterSpec parameters) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        var p = ((ECFieldFp) parameters.getCurve().getField()).getP();
        var x = point.getAffineX();
        var y = point.getAffineY();
        return isBelow(x, p)
                && isBelow(y, p)
                && y.multiply(y).subtract(right(x, parameters)).mod(p).signum() == 0;
    }

    private static BigInteger right(BigInteger x, ECParameterSpec parameters) {
        return x.pow(3)
                .add(parameters.getCurve().getA().multiply(x))
                .add(parameters.getCurve().getB());
    }

    private static boolean isBelow(BigInteger number, BigInteger limit) {
        return number.signum() >= 0 && number.compareTo(limit) < 0;
    }

    private static ECParameterSpec curve(String name) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + name, missing);
        }
    }
}
