package io.aramaki.kit.security.authority;

import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.OrgId;
import io.aramaki.kit.security.tls.CertificateRequests;
import io.aramaki.kit.security.tls.KeyMaterial;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Issues the TLS certificates of one organisation: P-256, for members of that organisation only,
/// with the names that the caller decided.
public final class CertificateAuthority {
  /// How long an authority lives.
  public static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

  /// The longest life of an issued certificate, which is what browsers accept.
  public static final Duration LIFETIME_MAX = Duration.ofDays(397);

  /// How far the clocks of our hosts may be behind this one: certificates begin that much earlier.
  public static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMinutes(5);

  private static final String COMMON_NAME = "Aramaki CA";
  private static final int SERIAL_BITS = 127;

  private final OrgId org;
  private final PrivateKey key;
  private final X509Certificate certificate;
  private final SecureRandom random;
  private final Clock clock;

  private CertificateAuthority(
      OrgId org, PrivateKey key, X509Certificate certificate, SecureRandom random, Clock clock) {
    this.org = org;
    this.key = key;
    this.certificate = certificate;
    this.random = random;
    this.clock = clock;
  }

  /// Makes a new authority.
  public static CertificateAuthority create(OrgId org, SecureRandom random, Clock clock) {
    var keys = CertificateRequests.newKeys(random);
    var name = name(COMMON_NAME, org);
    var now = clock.instant().minus(CLOCK_DIFFERENCE_MAX);
    try {
      var id = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic());
      var use = new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
      var builder =
          builder(name, name, keys.getPublic(), random, now, now.plus(AUTHORITY_LIFETIME));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, use);
      builder.addExtension(Extension.subjectKeyIdentifier, false, id);
      var certificate = signed(builder, keys.getPrivate(), random);
      return new CertificateAuthority(org, keys.getPrivate(), certificate, random, clock);
    } catch (CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException("the authority's own certificate cannot be built", e);
    }
  }

  /// Answers the authority in the bytes of [#secretBytes()].
  ///
  /// @throws IllegalArgumentException if they are not such bytes, or are of another organisation
  public static CertificateAuthority restore(
      byte[] bytes, OrgId org, SecureRandom random, Clock clock) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      var keyDer = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(keyDer);
      var certificateDer = new byte[buffer.remaining()];
      buffer.get(certificateDer);
      var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keyDer));
      var certificate = Certificates.parse(certificateDer);
      certificate.verify(certificate.getPublicKey());
      if (!Certificates.isKeyOf(key, certificate)) {
        throw new IllegalArgumentException(
            "the key of the stored authority is not the one of its certificate");
      }
      requireName(certificate, org);
      return new CertificateAuthority(org, key, certificate, random, clock);
    } catch (BufferUnderflowException | GeneralSecurityException | NotTrusted e) {
      throw new IllegalArgumentException("these bytes are not a stored authority", e);
    }
  }

  /// Answers the bytes to store, never unencrypted: the length of the key's PKCS#8 DER as two
  /// bytes, that DER, the certificate's DER.
  public byte[] secretBytes() {
    try {
      var keyDer = key.getEncoded();
      var certificateDer = certificate.getEncoded();
      return ByteBuffer.allocate(Short.BYTES + keyDer.length + certificateDer.length)
          .putShort((short) keyDer.length)
          .put(keyDer)
          .put(certificateDer)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was parsed cannot be encoded", e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /// Issues a certificate.
  ///
  /// @param request the key, whose holder was checked
  /// @param holder who holds it, as was decided elsewhere
  /// @param extra names for people's use; none for agents
  /// @param lifetime how long from now; it ends with the authority if that is sooner
  /// @return the certificate, then the authority's
  public List<X509Certificate> issue(
      ProvenRequest request, Identity holder, ExtraNames extra, Duration lifetime) {
    return List.of(issue(request.key(), holder, extra, lifetime), certificate);
  }

  /// Makes a key and issues its certificate: for the process that holds the authority, which nobody
  /// else can enrol.
  public KeyMaterial issueOwn(Identity holder, ExtraNames extra, Duration lifetime) {
    var keys = CertificateRequests.newKeys(random);
    var leaf = issue(keys.getPublic(), holder, extra, lifetime);
    return new KeyMaterial(keys.getPrivate(), List.of(leaf, certificate), List.of(certificate));
  }

  private X509Certificate issue(
      PublicKey holderKey, Identity holder, ExtraNames extra, Duration lifetime) {
    checkIssue(holder, extra, lifetime);
    var now = clock.instant();
    var end = earlier(now.plus(lifetime), certificate.getNotAfter().toInstant());
    if (!now.isBefore(end)) {
      throw new IllegalStateException("the authority ended at " + end + "; make a new one");
    }
    var start = now.minus(CLOCK_DIFFERENCE_MAX);
    try {
      var utils = new JcaX509ExtensionUtils();
      var builder =
          builder(nameOf(certificate), name(holder.name(), org), holderKey, random, start, end);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, purposes(holder));
      builder.addExtension(Extension.subjectAlternativeName, false, names(holder, extra));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(holderKey));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          utils.createAuthorityKeyIdentifier(certificate.getPublicKey()));
      return signed(builder, key, random);
    } catch (CertIOException | GeneralSecurityException e) {
      throw new IllegalStateException("the certificate of " + holder + " cannot be built", e);
    }
  }

  private void checkIssue(Identity holder, ExtraNames extra, Duration lifetime) {
    if (!holder.org().equals(org)) {
      throw new IllegalArgumentException(
          "the authority of " + org + " cannot issue a certificate for " + holder);
    }
    if (holder.isAgent() && !extra.hosts().isEmpty()) {
      throw new IllegalArgumentException(
          "an agent serves nobody, so it has no extra names, but got " + extra.hosts());
    }
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LIFETIME_MAX) > 0) {
      throw new IllegalArgumentException(
          "a certificate lives more than 0 s and at most " + LIFETIME_MAX + ", not " + lifetime);
    }
  }

  private static ExtendedKeyUsage purposes(Identity holder) {
    return holder.isAgent()
        ? new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
        : new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
  }

  private static GeneralNames names(Identity holder, ExtraNames extra) {
    var names = new ArrayList<GeneralName>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, holder.uri()));
    names.add(new GeneralName(GeneralName.dNSName, holder.hostName()));
    names.addAll(extra.generalNames());
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      PublicKey key,
      SecureRandom random,
      Instant start,
      Instant end) {
    var serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
        issuer, serial, Date.from(start), Date.from(end), subject, key);
  }

  private static X509Certificate signed(
      JcaX509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException {
    try {
      var signer =
          new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("the authority's key cannot sign", e);
    }
  }

  private static X500Name name(String commonName, OrgId org) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, org.value())
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  private static X500Name nameOf(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static void requireName(X509Certificate certificate, OrgId org) {
    if (!nameOf(certificate).equals(name(COMMON_NAME, org))) {
      throw new IllegalArgumentException(
          "the stored authority is '"
              + certificate.getSubjectX500Principal()
              + "', not the one of "
              + org);
    }
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
