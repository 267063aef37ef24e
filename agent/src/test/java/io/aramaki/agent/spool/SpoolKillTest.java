package io.aramaki.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.FileSpoolDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes a spool is killed at any moment; what it said to be safe is there.
class SpoolKillTest {
  @TempDir private Path directory;

  @Test
  void writer_isKilledTwelveTimes_nothingThatWasSafeIsLost() throws Exception {
    killed(12, 4711);
  }

  @Test
  @Tag("full")
  void writer_isKilledFiveHundredTimes_nothingThatWasSafeIsLost() throws Exception {
    killed(500, 42);
  }

  private void killed(int times, long seed) throws Exception {
    // Given
    var random = new SplittableRandom(seed);
    Set<String> safe = new HashSet<>();

    // When
    for (int boot = 1; boot <= times; boot++) {
      write(boot, 1 + random.nextInt(200), safe);
    }

    // Then
    Spool spool =
        Spool.open(
            FileSpoolDisk.open(directory),
            SpoolSettings.of(64 << 20, 0),
            Text::header,
            times + 1,
            Clock.systemUTC(),
            System::nanoTime);
    Set<String> found = new HashSet<>();
    BatchKey cursor = null;
    for (Optional<SpooledBatch> next = spool.next(cursor); next.isPresent(); ) {
      cursor = next.get().key();
      found.add(Text.string(next.get().content()));
      next = spool.next(cursor);
    }
    assertThat(found).as("seed " + seed).containsAll(safe);
    spool.close();
  }

  private void write(int boot, int lines, Set<String> safe)
      throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolWriterMain.class.getName(),
                directory.toString(),
                Integer.toString(boot))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = writer.inputReader()) {
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        if (line == null) {
          throw new IOException("the writer ended by itself");
        }
        safe.add(line);
      }
    } finally {
      writer.destroyForcibly();
      boolean _ = writer.waitFor(10, TimeUnit.SECONDS);
    }
  }
}
