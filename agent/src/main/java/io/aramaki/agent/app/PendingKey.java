package io.aramaki.agent.app;

import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.tls.CertificateRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// The key of an enrolment that has not ended yet. It is on the disk before the token is shown for
/// the first time, because a token that was consumed answers only the same key.
record PendingKey(Path file) {
  static PendingKey of(Path directory, String tokenId) {
    String name = Sha256.of(tokenId.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    return new PendingKey(directory.resolve("enrolment-" + name + ".key"));
  }

  KeyPair keys(SecureRandom random) {
    if (!Files.exists(file)) {
      KeyPair keys = CertificateRequests.newKeys(random);
      byte[] secret = keys.getPrivate().getEncoded();
      byte[] open = keys.getPublic().getEncoded();
      PrivateFiles.write(
          file,
          ByteBuffer.allocate(4 + secret.length + open.length)
              .putInt(secret.length)
              .put(secret)
              .put(open)
              .array());
    }
    return read();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private KeyPair read() {
    ByteBuffer in = ByteBuffer.wrap(PrivateFiles.read(file));
    byte[] secret = new byte[in.getInt()];
    in.get(secret);
    byte[] open = new byte[in.remaining()];
    in.get(open);
    try {
      var factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(open)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(file + " holds no key; delete it and enrol again", e);
    }
  }
}
