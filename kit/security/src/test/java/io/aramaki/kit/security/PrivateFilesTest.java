package io.aramaki.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {
  @TempDir Path directory;

  @Test
  void read_hugeFile_isRefused() {
    // Given
    var file = directory.resolve("huge");
    PrivateFiles.write(file, new byte[PrivateFiles.FILE_BYTES_MAX + 1]);

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> PrivateFiles.read(file))
        .withMessageContaining("1048577 bytes");
  }

  @Test
  void write_intoMissingDirectory_saysWhere() {
    // Given
    var file = directory.resolve("missing/file");

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> PrivateFiles.write(file, new byte[1]))
        .withMessageContaining(file.toString());
  }

  @Test
  void create_existingFile_leavesItAlone() throws IOException {
    // Given
    var file = directory.resolve("file");
    PrivateFiles.write(file, new byte[] {1});

    // When
    boolean created = PrivateFiles.create(file, new byte[] {2});

    // Then
    assertThat(created).isFalse();
    assertThat(Files.readAllBytes(file)).containsExactly(1);
    assertOnly(file);
  }

  @Test
  void write_overAPublicFile_makesItPrivate() throws IOException {
    // Given
    var file = directory.resolve("file");
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    // When
    PrivateFiles.write(file, new byte[] {7});

    // Then
    assertThat(PrivateFiles.read(file)).containsExactly(7);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertOnly(file);
  }

  @Test
  void createDirectories_missing_areTheOwnersOnly() throws IOException {
    // Given
    var deep = directory.resolve("a/b");

    // When
    PrivateFiles.createDirectories(deep);

    // Then
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("rwx------");
  }

  private void assertOnly(Path file) throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }
}
