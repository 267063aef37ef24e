package io.aramaki.kit.member;

import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.tls.CertificateRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// A key for which a certificate was asked, or is about to be.
record PendingKey(Path file, KeyPair keys) {

  /// The key of an enrolment that did not come to its end, or a new one; durable in either case.
  static PendingKey openOrMake(Path tlsDirectory) {
    var file = tlsDirectory.resolve("pending.key");
    try {
      Files.createDirectories(tlsDirectory);
      Files.setPosixFilePermissions(tlsDirectory, PosixFilePermissions.fromString("rwx------"));
      if (Files.exists(file)) {
        return new PendingKey(file, parse(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be used: %s".formatted(tlsDirectory, e.getMessage()), e);
    }
    var keys = CertificateRequests.newKeys(new SecureRandom());
    PrivateFiles.write(file, format(keys).getBytes(StandardCharsets.US_ASCII));
    return new PendingKey(file, keys);
  }

  /// The certificate is there.
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String format(KeyPair keys) {
    var base64 = Base64.getEncoder();
    return base64.encodeToString(keys.getPrivate().getEncoded())
        + "\n"
        + base64.encodeToString(keys.getPublic().getEncoded())
        + "\n";
  }

  private static KeyPair parse(String text) {
    var lines = text.lines().toList();
    try {
      var factory = KeyFactory.getInstance("EC");
      var secret =
          factory.generatePrivate(
              new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(0))));
      var shown =
          factory.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines.get(1))));
      return new KeyPair(shown, secret);
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(
          "the pending key is damaged; take its file away and make a new token", e);
    }
  }

  @Override
  public String toString() {
    return "PendingKey[" + file + "]";
  }
}
