package io.aramaki.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadyFileTest {
  @TempDir Path directory;

  @Test
  void file_absent_meansNotReady() throws IOException {
    assertThat(ReadyFile.read(directory.resolve("none"))).isEmpty();
  }

  @Test
  void file_ofSomethingElse_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("x"), "hello");

    assertThatThrownBy(() -> ReadyFile.read(file)).hasMessageContaining("no ready file");
  }

  @Test
  void file_writtenAndRead_isTheSame() throws IOException {
    // Given
    var ready = new ReadyFile("monitoring", 42, Map.of("grpc", "127.0.0.1:1", "http", "[::1]:2"));
    Path file = directory.resolve("run/monitoring.ready");

    // When
    ready.write(file);

    // Then
    assertThat(ReadyFile.read(file)).contains(ready);
    assertThat(directory.resolve("run")).isDirectoryNotContaining("glob:**.part");
  }
}
