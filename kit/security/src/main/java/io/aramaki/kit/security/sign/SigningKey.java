package io.aramaki.kit.security.sign;

import com.google.protobuf.ByteString;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.KeySet;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// An Ed25519 key pair that signs, and the id under which the key set publishes it: the first 16
/// hex digits of SHA-256 over the public key's DER.
public final class SigningKey {
  private static final int ID_DIGITS = 16;

  private final String id;
  private final PrivateKey secret;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey secret, PublicKey publicKey) {
    this.id = idOf(publicKey.getEncoded());
    this.secret = secret;
    this.publicKey = publicKey;
  }

  public static SigningKey generate(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random);
      var pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /// Answers the key in the bytes of [#secretBytes()].
  ///
  /// @throws IllegalArgumentException if they are not such bytes, or the two halves do not belong
  ///   together
  public static SigningKey restore(byte[] bytes) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      var secretDer = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(secretDer);
      var publicDer = new byte[buffer.remaining()];
      buffer.get(publicDer);
      var secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(secretDer));
      var key = new SigningKey(secret, Signatures.publicKey(publicDer));
      var probe = Sha256.of(publicDer).bytes();
      Signatures.check(key.publicKey, "aramaki-probe", probe, key.sign("aramaki-probe", probe));
      return key;
    } catch (BufferUnderflowException | GeneralSecurityException | NotTrusted e) {
      throw new IllegalArgumentException("these bytes are not a stored signing key", e);
    }
  }

  /// Answers the bytes to store, never unencrypted: the length of the PKCS#8 DER as two bytes, that
  /// DER, the public key's DER.
  public byte[] secretBytes() {
    var secretDer = secret.getEncoded();
    var publicDer = publicKey.getEncoded();
    return ByteBuffer.allocate(Short.BYTES + secretDer.length + publicDer.length)
        .putShort((short) secretDer.length)
        .put(secretDer)
        .put(publicDer)
        .array();
  }

  public String id() {
    return id;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /// Answers the entry by which a key set publishes this key.
  public KeySet.Key published(KeySet.Key.Purpose purpose) {
    return published(publicKey, purpose);
  }

  /// Answers the entry by which a key set publishes a key that somebody else holds.
  public static KeySet.Key published(PublicKey key, KeySet.Key.Purpose purpose) {
    return KeySet.Key.newBuilder()
        .setKeyId(idOf(key.getEncoded()))
        .setPurpose(purpose)
        .setPublicKey(ByteString.copyFrom(key.getEncoded()))
        .build();
  }

  byte[] sign(String context, byte[] document) {
    return Signatures.sign(secret, context, document);
  }

  static String idOf(byte[] publicKeyDer) {
    return Sha256.of(publicKeyDer).hex().substring(0, ID_DIGITS);
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + "]";
  }
}
