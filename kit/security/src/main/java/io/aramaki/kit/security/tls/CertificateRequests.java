package io.aramaki.kit.security.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/// Makes P-256 keys and PKCS#10 requests for them. A request says nothing but the key and that its
/// sender holds it: names come from whoever issues. The DER is written here, in a few lines, so
/// that an agent needs no ASN.1 library.
public final class CertificateRequests {
  /// The curve of all TLS keys.
  public static final String CURVE = "secp256r1";

  private static final byte SEQUENCE = 0x30;
  private static final byte BIT_STRING = 0x03;
  private static final byte ATTRIBUTES = (byte) 0xa0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] ECDSA_WITH_SHA256 =
      HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private CertificateRequests() {}

  /// A new key and the request for its certificate.
  public static final class KeyedRequest {
    private final KeyPair keys;
    private final byte[] pkcs10;

    private KeyedRequest(KeyPair keys, byte[] pkcs10) {
      this.keys = keys;
      this.pkcs10 = pkcs10;
    }

    /// Answers the key pair; its private half stays in this process.
    public KeyPair keys() {
      return keys;
    }

    /// Answers the request in DER, to send.
    public byte[] pkcs10() {
      return pkcs10.clone();
    }
  }

  /// Makes a new key and the request for its certificate.
  public static KeyedRequest create(SecureRandom random) {
    var keys = newKeys(random);
    return new KeyedRequest(keys, request(keys, random));
  }

  /// Answers the request for the certificate of a key that exists: to ask again with the same key
  /// after a lost answer.
  public static byte[] request(KeyPair keys, SecureRandom random) {
    // CertificationRequestInfo ::= SEQUENCE { version 0, subject {}, subjectPKInfo, attributes [0]
    // {} }
    var info =
        tagged(
            SEQUENCE,
            VERSION_0,
            tagged(SEQUENCE),
            keys.getPublic().getEncoded(),
            tagged(ATTRIBUTES));
    return tagged(
        SEQUENCE,
        info,
        ECDSA_WITH_SHA256,
        tagged(BIT_STRING, new byte[] {0}, sign(keys, info, random)));
  }

  /// Makes a P-256 key pair.
  public static KeyPair newKeys(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CURVE, e);
    }
  }

  private static byte[] sign(KeyPair keys, byte[] info, SecureRandom random) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate(), random);
      signature.update(info);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key is not of curve " + CURVE, e);
    }
  }

  private static byte[] tagged(byte tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    var encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    int length = content.size();
    if (length > 0xff) {
      encoded.write(0x82);
      encoded.write(length >> 8);
    } else if (length > 0x7f) {
      encoded.write(0x81);
    }
    encoded.write(length);
    encoded.writeBytes(content.toByteArray());
    return encoded.toByteArray();
  }
}
