package io.aramaki.kit.security.sign;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.PrivateFiles;
import io.aramaki.kit.security.UnsafeKeyFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySetFileTest {
  @TempDir Path directory;
  private final Sets sets = new Sets();

  @Test
  void offer_olderSetAfterARestart_isRefused() {
    // Given
    KeySetFile.create(file(), sets.world.org, sets.signed(1)).offer(sets.signed(7));
    var restarted = KeySetFile.open(file(), sets.world.org);

    // When, Then
    assertRefused(Reason.ROLLBACK, () -> restarted.offer(sets.signed(6)));
    assertThat(restarted.get().version()).isEqualTo(7);
    assertRefused(Reason.ROLLBACK, () -> KeySetFile.create(file(), sets.world.org, sets.signed(6)));
  }

  @Test
  void open_missingForeignOrBrokenFile_isRefused() {
    // Given
    var foreign = new Sets();
    PrivateFiles.write(directory.resolve("foreign"), foreign.signed(1).toByteArray());
    PrivateFiles.write(directory.resolve("broken"), new byte[] {1, 2, 3});

    // When, Then
    for (var name : new String[] {"missing", "foreign", "broken"}) {
      var file = directory.resolve(name);
      assertThatExceptionOfType(UnsafeKeyFile.class)
          .isThrownBy(() -> KeySetFile.open(file, sets.world.org))
          .withMessageContaining(file.toString());
    }
  }

  @Test
  void offer_newerSet_isInForceAndDurable() {
    // Given
    var keys = KeySetFile.create(file(), sets.world.org, sets.signed(1));

    // When
    boolean newer = keys.offer(sets.signed(2));
    boolean again = keys.offer(sets.signed(2));

    // Then
    assertThat(newer).isTrue();
    assertThat(again).isFalse();
    assertThat(keys.get().version()).isEqualTo(2);
    assertThat(KeySetFile.open(file(), sets.world.org).get().signed()).isEqualTo(sets.signed(2));
  }

  private Path file() {
    return directory.resolve("key-set");
  }
}
