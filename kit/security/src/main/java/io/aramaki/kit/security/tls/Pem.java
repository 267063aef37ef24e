package io.aramaki.kit.security.tls;

import io.aramaki.kit.security.Certificates;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as PEM text, the form that every operator's tool reads.
public final class Pem {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final int LINE = 64;

  private Pem() {}

  public static byte[] format(List<X509Certificate> certificates) {
    var text = new StringBuilder();
    for (var certificate : certificates) {
      try {
        text.append(block(CERTIFICATE, certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalArgumentException("a certificate that was parsed cannot be encoded", e);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] format(PrivateKey key) {
    return block(PRIVATE_KEY, key.getEncoded()).getBytes(StandardCharsets.US_ASCII);
  }

  /// Answers the certificates in a PEM text, in its order.
  ///
  /// @throws NotTrusted if there is none, or one is broken
  public static List<X509Certificate> parseCertificates(byte[] pem) {
    var certificates = blocks(CERTIFICATE, pem).stream().map(Certificates::parse).toList();
    if (certificates.isEmpty()) {
      throw new NotTrusted(Reason.MALFORMED, "the PEM text has no " + CERTIFICATE + " block");
    }
    return certificates;
  }

  /// Answers the one elliptic curve key in a PEM text, as PKCS#8.
  ///
  /// @throws NotTrusted if there is not exactly one
  public static PrivateKey parseKey(byte[] pem) {
    var keys = blocks(PRIVATE_KEY, pem);
    if (keys.size() != 1) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "the PEM text has " + keys.size() + " blocks '" + PRIVATE_KEY + "', expected one");
    }
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(keys.getFirst()));
    } catch (GeneralSecurityException _) {
      // The cause is dropped: it may quote the key.
      throw new NotTrusted(Reason.MALFORMED, "the private key is no elliptic curve key in PKCS#8");
    }
  }

  private static String block(String label, byte[] der) {
    var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private static List<byte[]> blocks(String label, byte[] pem) {
    var begin = "-----BEGIN " + label + "-----";
    var end = "-----END " + label + "-----";
    var text = new String(pem, StandardCharsets.ISO_8859_1);
    var blocks = new ArrayList<byte[]>();
    int at = text.indexOf(begin);
    while (at >= 0) {
      int stop = text.indexOf(end, at);
      if (stop < 0) {
        throw new NotTrusted(Reason.MALFORMED, "the PEM text has '" + begin + "' without its end");
      }
      try {
        var base64 = text.substring(at + begin.length(), stop).replaceAll("\\s", "");
        blocks.add(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException _) {
        throw new NotTrusted(Reason.MALFORMED, "a PEM block '" + label + "' is not base64");
      }
      at = text.indexOf(begin, stop);
    }
    return blocks;
  }
}
