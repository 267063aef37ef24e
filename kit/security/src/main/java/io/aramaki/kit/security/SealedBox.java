package io.aramaki.kit.security;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets at rest with AES-256-GCM. What a box sealed says for what it is: the label is
/// authenticated, so a sealed CA key that somebody moved to where a token key belongs does not
/// open.
///
/// The key is 64 hex digits and a newline in a file of mode 0600, or 32 bytes from wherever the
/// operator keeps keys. Sealed bytes are: `1` (the format), 12 random bytes, the ciphertext, the 16
/// bytes of the tag.
public final class SealedBox {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final byte FORMAT = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final SecretKey key;
  private final SecureRandom random;

  private SealedBox(byte[] key, SecureRandom random) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key of a box has " + KEY_BYTES + " bytes, not " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// Opens the box whose key is in the file.
  ///
  /// @throws UnsafeKeyFile if the file is missing, readable by others, or holds no key
  public static SealedBox open(Path keyFile, SecureRandom random) {
    var text = new String(PrivateFiles.read(keyFile), StandardCharsets.ISO_8859_1).strip();
    try {
      return new SealedBox(HexFormat.of().parseHex(text), random);
    } catch (IllegalArgumentException e) {
      throw new UnsafeKeyFile(
          keyFile, "holds no key: expected " + KEY_BYTES * 2 + " hex digits", e);
    }
  }

  /// Opens the box whose key is in the file, and makes a key if the file is missing: only for a
  /// first start that was asked for, because a new key opens nothing that was sealed before.
  public static SealedBox openOrCreate(Path keyFile, SecureRandom random) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    var text = HexFormat.of().formatHex(key) + "\n";
    PrivateFiles.create(keyFile, text.getBytes(StandardCharsets.ISO_8859_1));
    return open(keyFile, random);
  }

  /// Answers the box with a key that comes from elsewhere, for example from a key management
  /// service.
  public static SealedBox ofKey(byte[] key, SecureRandom random) {
    return new SealedBox(key, random);
  }

  /// Encrypts.
  ///
  /// @param label what the secret is and whose, for example `ca-key orgs/ar1…`; not secret
  public byte[] seal(String label, byte[] secret) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, label).doFinal(secret);
      return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
          .put(FORMAT)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  /// Decrypts.
  ///
  /// @throws NotTrusted if the bytes were changed, or were sealed under another key or label
  public byte[] unseal(String label, byte[] sealed) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] != FORMAT) {
      throw new NotTrusted(
          Reason.MALFORMED, "the " + sealed.length + " bytes for '" + label + "' are not sealed");
    }
    var nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    int begin = 1 + NONCE_BYTES;
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, label)
          .doFinal(sealed, begin, sealed.length - begin);
    } catch (AEADBadTagException e) {
      throw new NotTrusted(
          Reason.FORGED,
          "the sealed '" + label + "' was changed, or sealed under another key or for another use",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String label) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(label.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
