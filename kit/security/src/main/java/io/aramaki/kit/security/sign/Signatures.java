package io.aramaki.kit.security.sign;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.type.v1.KeySet.Key.Purpose;
import io.aramaki.type.v1.SignedDocument;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/// Ed25519 signatures over `context + "\0" + bytes`, and documents signed so. The context says what
/// the bytes are, so that a signature over one kind of document never passes for another. Bytes are
/// verified exactly as they came, and parsed only after that.
public final class Signatures {
  /// The largest document that is verified.
  public static final int DOCUMENT_BYTES_MAX = 4 * 1024 * 1024;

  private static final String ALGORITHM = "Ed25519";

  /// The length of every signature.
  static final int SIGNATURE_BYTES = 64;

  private Signatures() {}

  /// Signs a message; the context is the full name of its type.
  public static SignedDocument sign(SigningKey key, Message document) {
    var bytes = document.toByteArray();
    return SignedDocument.newBuilder()
        .setDocument(ByteString.copyFrom(bytes))
        .setSignature(ByteString.copyFrom(key.sign(contextOf(document), bytes)))
        .setKeyId(key.id())
        .build();
  }

  /// Answers the message in a signed document.
  ///
  /// @param keys the keys in force
  /// @param purpose what the key must be for
  /// @param type the default instance of the message type that is expected here
  /// @throws NotTrusted if the key is not in force for that purpose, the signature is not by it, or
  ///   the document is no such message
  public static <T extends Message> T verify(
      SignedDocument signed, TrustedKeys keys, Purpose purpose, T type) {
    if (signed.getDocument().size() > DOCUMENT_BYTES_MAX) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "a signed document has at most "
              + DOCUMENT_BYTES_MAX
              + " bytes, this one has "
              + signed.getDocument().size());
    }
    var document = signed.getDocument().toByteArray();
    var key = keys.find(signed.getKeyId(), purpose);
    check(key, contextOf(type), document, signed.getSignature().toByteArray());
    return parse(document, type);
  }

  /// Answers the Ed25519 public key in X.509 SubjectPublicKeyInfo DER.
  ///
  /// @throws NotTrusted if the bytes are not exactly that
  public static PublicKey publicKey(byte[] der) {
    try {
      var key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
      Signature.getInstance(ALGORITHM).initVerify(key); // refuses bytes that are no point
      if (!Arrays.equals(key.getEncoded(), der)) {
        throw new NotTrusted(
            Reason.MALFORMED, "the public key is not encoded in the one valid way");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new NotTrusted(
          Reason.MALFORMED,
          "expected an Ed25519 public key in SubjectPublicKeyInfo DER, got "
              + der.length
              + " bytes",
          e);
    }
  }

  static byte[] sign(PrivateKey key, String context, byte[] document) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      update(signature, context, document);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key that was made here cannot sign", e);
    }
  }

  static void check(PublicKey key, String context, byte[] document, byte[] signed) {
    if (!isBy(key, context, document, signed)) {
      throw new NotTrusted(
          Reason.FORGED,
          "the signature over " + context + " is not by key " + SigningKey.idOf(key.getEncoded()));
    }
  }

  static <T extends Message> T parse(byte[] verified, T type) {
    try {
      @SuppressWarnings("unchecked") // the parser of a default instance parses its own type
      T message = (T) type.getParserForType().parseFrom(verified);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new NotTrusted(
          Reason.MALFORMED, "the signature is good, but what it signs is no " + contextOf(type), e);
    }
  }

  private static boolean isBy(PublicKey key, String context, byte[] document, byte[] signed) {
    if (signed.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      update(signature, context, document);
      return signature.verify(signed);
    } catch (SignatureException _) {
      return false; // the 64 bytes are not a point and a scalar
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key that was parsed cannot verify", e);
    }
  }

  private static void update(Signature signature, String context, byte[] document)
      throws SignatureException {
    signature.update(context.getBytes(StandardCharsets.US_ASCII));
    signature.update((byte) 0);
    signature.update(document);
  }

  private static String contextOf(Message message) {
    return message.getDescriptorForType().getFullName();
  }
}
