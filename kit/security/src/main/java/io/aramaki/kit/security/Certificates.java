package io.aramaki.kit.security;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// What is read from certificates before anything else is believed of them.
public final class Certificates {
  /// The longest chain that is looked at.
  public static final int CHAIN_MAX = 4;

  private static final int DER_BYTES_MAX = 16 * 1024;

  private Certificates() {}

  /// Answers the certificate in the DER.
  ///
  /// @throws NotTrusted if the bytes are not exactly one certificate
  public static X509Certificate parse(byte[] der) {
    if (der.length > DER_BYTES_MAX) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "a certificate has at most " + DER_BYTES_MAX + " bytes, this one has " + der.length);
    }
    var input = new ByteArrayInputStream(der);
    try {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(input);
      if (certificate == null || input.available() > 0) {
        throw new NotTrusted(
            Reason.MALFORMED, "the " + der.length + " bytes are not exactly one certificate");
      }
      return certificate;
    } catch (CertificateException e) {
      throw new NotTrusted(
          Reason.MALFORMED, "the " + der.length + " bytes are no X.509 certificate", e);
    }
  }

  /// Answers whether the private key is the one of the certificate, both of an elliptic curve.
  public static boolean isKeyOf(PrivateKey key, X509Certificate certificate) {
    var probe = "aramaki: is this your key?".getBytes(StandardCharsets.US_ASCII);
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(probe);
      var signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// Answers the certificates of a chain, leaf first.
  ///
  /// @throws NotTrusted if there are none or too many, or one cannot be parsed
  public static List<X509Certificate> parseChain(List<byte[]> ders) {
    if (ders.isEmpty() || ders.size() > CHAIN_MAX) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "a chain has 1 to " + CHAIN_MAX + " certificates, this one has " + ders.size());
    }
    return ders.stream().map(Certificates::parse).toList();
  }
}
