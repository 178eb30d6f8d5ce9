package io.gavel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority made for one test, and the certificates that it signs; all keys are on P-256. */
public final class TestAuthority {
    private static final AlgorithmIdentifier SIGNED = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name NAME = new X500Name("CN=authority");

    private final KeyPair keys = pair();
    private final X509Certificate certificate =
            sign(NAME, keys.getPublic(), Instant.now().plus(Duration.ofDays(90)), authority());

    /** A key and its certificate. */
    public record Issued(PrivateKey key, X509Certificate certificate) {
        public String keyPem() {
            return TestAuthority.pem("PRIVATE KEY", key.getEncoded());
        }

        public String certificatePem() {
            return TestAuthority.pem(certificate);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() {
        return pem(certificate);
    }

    /** For servers and clients alike. */
    public Issued issue() {
        return issue(Instant.now().plus(Duration.ofDays(60)));
    }

    public Issued issue(Instant until) {
        return issue(until, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    }

    public Issued issueForServers() {
        return issue(Instant.now().plus(Duration.ofDays(60)), KeyPurposeId.id_kp_serverAuth);
    }

    private Issued issue(Instant until, KeyPurposeId... purposes) {
        var issued = pair();
        var extension = extension(Extension.extendedKeyUsage, new ExtendedKeyUsage(purposes));
        return new Issued(issued.getPrivate(), sign(new X500Name("CN=node"), issued.getPublic(), until, extension));
    }

    private X509Certificate sign(X500Name subject, PublicKey key, Instant until, Extension extension) {
        var content = new V3TBSCertificateGenerator();
        content.setSerialNumber(new ASN1Integer(new BigInteger(63, new SecureRandom())));
        content.setSignature(SIGNED);
        content.setIssuer(NAME);
        content.setStartDate(new Time(Date.from(until.minus(Duration.ofDays(100)))));
        content.setEndDate(new Time(Date.from(until)));
        content.setSubject(subject);
        content.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        content.setExtensions(new Extensions(extension));
        try {
            var unsigned = content.generateTBSCertificate();
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(unsigned.getEncoded(ASN1Encoding.DER));
            var signed = new DERSequence(new ASN1Encodable[] {unsigned, SIGNED, new DERBitString(signature.sign())});
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(signed.getEncoded(ASN1Encoding.DER)));
        } catch (GeneralSecurityException | IOException failure) {
            throw new AssertionError("no certificate", failure);
        }
    }

    private static Extension authority() {
        return extension(Extension.basicConstraints, new BasicConstraints(true));
    }

    private static Extension extension(ASN1ObjectIdentifier id, ASN1Encodable value) {
        try {
            return new Extension(id, true, value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unknown) {
            throw new AssertionError(unknown);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String pem(String what, byte[] der) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
