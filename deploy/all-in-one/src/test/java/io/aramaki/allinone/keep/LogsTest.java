package io.aramaki.allinone.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
  @TempDir private Path directory;

  @Test
  void logThatIsTooLong_isKeptOnceBesideItself_andItsWriterGoesOnAtTheBeginning()
      throws IOException {
    // Given a process that appends
    var file = directory.resolve("gateway.log");
    var other = Files.writeString(directory.resolve("agent.log"), "short");
    try (var writer = new FileOutputStream(file.toFile(), true)) {
      writer.write("a long line".getBytes(StandardCharsets.UTF_8));

      // When
      new Logs(directory, 10).cut();
      writer.write("next".getBytes(StandardCharsets.UTF_8));
    }

    // Then
    assertThat(file).hasContent("next");
    assertThat(directory.resolve("gateway.log.1")).hasContent("a long line");
    assertThat(other).hasContent("short");
  }
}
