package io.aramaki.kit.security.authority;

import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.tls.CertificateRequests;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// A certificate request whose sender was shown to hold the key. Names, extensions and attributes
/// that it carries are not even kept: names come from who admits the sender.
public final class ProvenRequest {
  private static final int REQUEST_BYTES_MAX = 8 * 1024;
  private static final AlgorithmIdentifier P256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);

  private final PublicKey key;

  private ProvenRequest(PublicKey key) {
    this.key = key;
  }

  /// Answers the request in a PKCS#10 DER.
  ///
  /// @throws NotTrusted unless it is exactly one request with a P-256 key, signed by that key with
  ///   ECDSA and SHA-256
  public static ProvenRequest parse(byte[] pkcs10) {
    if (pkcs10.length > REQUEST_BYTES_MAX) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "a certificate request has at most "
              + REQUEST_BYTES_MAX
              + " bytes, not "
              + pkcs10.length);
    }
    try {
      var request = new PKCS10CertificationRequest(pkcs10);
      // The library verifies what it encodes anew, so what it encodes must be what came.
      if (!Arrays.equals(request.toASN1Structure().getEncoded(ASN1Encoding.DER), pkcs10)) {
        throw new NotTrusted(Reason.MALFORMED, "the request is not encoded in the one valid way");
      }
      return check(request);
    } catch (NotTrusted e) {
      throw e;
    } catch (IOException
        | PKCSException
        | OperatorCreationException
        | GeneralSecurityException
        | RuntimeException e) {
      // BouncyCastle answers broken DER with whatever runtime exception its parsing ends in.
      throw new NotTrusted(
          Reason.MALFORMED, "the " + pkcs10.length + " bytes are no PKCS#10 request", e);
    }
  }

  /// Answers the key that the sender holds.
  public PublicKey key() {
    return key;
  }

  /// Answers SHA-256 of the key's DER: what ties an enrolment token to the first key that used it.
  public Sha256 keySha256() {
    return Sha256.of(key.getEncoded());
  }

  private static ProvenRequest check(PKCS10CertificationRequest request)
      throws IOException, PKCSException, OperatorCreationException, GeneralSecurityException {
    var info = request.getSubjectPublicKeyInfo();
    if (!info.getAlgorithm().equals(P256)) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "the request has a key of "
              + info.getAlgorithm().getAlgorithm()
              + ", expected an elliptic curve key of "
              + CertificateRequests.CURVE);
    }
    var algorithm = request.getSignatureAlgorithm().getAlgorithm();
    if (!algorithm.equals(X9ObjectIdentifiers.ecdsa_with_SHA256)) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "the request is signed by " + algorithm + ", expected ECDSA with SHA-256");
    }
    if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(info))) {
      throw new NotTrusted(
          Reason.FORGED, "the request is not signed by the key for which it asks a certificate");
    }
    var spec = new X509EncodedKeySpec(info.getEncoded());
    return new ProvenRequest(KeyFactory.getInstance("EC").generatePublic(spec));
  }

  @Override
  public String toString() {
    return "ProvenRequest[" + keySha256() + "]";
  }
}
