package io.aramaki.kit.security;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.NotTrusted.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealedBoxTest {
  private static final byte[] SECRET = "the key to everything".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---", "rw-rw-rw-"})
  void open_keyFileThatOthersMayUse_isRefused(String mode) throws IOException {
    // Given
    var file = directory.resolve("box.key");
    SealedBox.openOrCreate(file, World.RANDOM);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> SealedBox.open(file, World.RANDOM))
        .withMessageContainingAll(file.toString(), mode, "chmod 600");
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> SealedBox.openOrCreate(file, World.RANDOM));
  }

  @Test
  void open_missingKeyFile_isRefusedAndNotCreated() {
    // Given
    var file = directory.resolve("box.key");

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> SealedBox.open(file, World.RANDOM))
        .withMessageContaining("does not exist");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "zz", "not hex at all"})
  void open_otherContent_isRefused(String content) {
    // Given
    var file = directory.resolve("box.key");
    PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> SealedBox.open(file, World.RANDOM))
        .withMessageContaining("64 hex digits");
  }

  @Test
  void ofKey_otherLength_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealedBox.ofKey(new byte[16], World.RANDOM));
  }

  @Test
  void unseal_anyChange_isRefused() {
    // Given
    var box = newBox();
    var sealed = box.seal("ca-key", SECRET);

    // When, Then
    Mutations.each(
        sealed,
        changed ->
            assertThatExceptionOfType(NotTrusted.class)
                .isThrownBy(() -> box.unseal("ca-key", changed)));
  }

  @Test
  void unseal_otherLabelOrKey_isRefused() {
    // Given
    var box = newBox();
    var sealed = box.seal("ca-key", SECRET);

    // When, Then
    assertRefused(Reason.FORGED, () -> box.unseal("token-key", sealed));
    assertRefused(Reason.FORGED, () -> newBox().unseal("ca-key", sealed));
  }

  @Test
  void unseal_sealedBefore_answersTheSecret() {
    // Given
    var file = directory.resolve("box.key");
    var sealed = SealedBox.openOrCreate(file, World.RANDOM).seal("ca-key", SECRET);

    // When
    var secret = SealedBox.open(file, World.RANDOM).unseal("ca-key", sealed);

    // Then
    assertThat(secret).isEqualTo(SECRET);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("everything");
  }

  @Test
  void seal_sameSecretTwice_differs() {
    // Given
    var box = newBox();

    // When, Then
    assertThat(box.seal("a", SECRET)).isNotEqualTo(box.seal("a", SECRET));
  }

  @Test
  void openOrCreate_firstUse_makesAPrivateFileOnce() throws IOException {
    // Given
    var file = directory.resolve("box.key");

    // When
    SealedBox.openOrCreate(file, World.RANDOM);
    var first = Files.readString(file);
    SealedBox.openOrCreate(file, World.RANDOM);

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(first).matches("[0-9a-f]{64}\n");
    assertThat(Files.readString(file)).isEqualTo(first);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static SealedBox newBox() {
    var key = new byte[32];
    World.RANDOM.nextBytes(key);
    return SealedBox.ofKey(key, World.RANDOM);
  }
}
