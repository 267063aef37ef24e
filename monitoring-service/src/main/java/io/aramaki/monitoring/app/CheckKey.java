package io.aramaki.monitoring.app;

import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.security.NotTrusted;
import io.aramaki.kit.security.SealedBox;
import io.aramaki.kit.security.UnsafeKeyFile;
import io.aramaki.kit.security.sign.SigningKey;
import io.aramaki.monitoring.storage.CassandraSecrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The key that signs check definitions: made at the first start of the first instance, kept sealed
/// in the database, opened by all instances with the same key file.
final class CheckKey {
  private static final String NAME = "check-key";

  private CheckKey() {}

  static SigningKey open(CassandraSecrets secrets, Path keyFile, String org) {
    var random = new SecureRandom();
    String label = NAME + " orgs/" + org;
    try {
      Optional<byte[]> sealed = secrets.find(NAME);
      if (sealed.isEmpty()) {
        SealedBox box = SealedBox.openOrCreate(keyFile, random);
        secrets.offer(NAME, box.seal(label, SigningKey.generate(random).secretBytes()));
        sealed = secrets.find(NAME);
      }
      byte[] found =
          sealed.orElseThrow(() -> new IllegalStateException("the sealed key was not kept"));
      return SigningKey.restore(SealedBox.open(keyFile, random).unseal(label, found));
    } catch (UnsafeKeyFile e) {
      throw new BadConfiguration("key-file: " + e.getMessage());
    } catch (NotTrusted e) {
      throw new BadConfiguration(
          "key-file "
              + keyFile
              + " does not open the check-definition key of this database; copy the file of the"
              + " instance that was started first: "
              + e.getMessage());
    }
  }
}
