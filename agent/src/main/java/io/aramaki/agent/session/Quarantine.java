package io.aramaki.agent.session;

import io.aramaki.agent.spool.batch.SpooledBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Batches that the server will never take, kept for people: `{boot}-{seq}-{reason}.header` and
/// `.content`. The oldest go when there are too many.
final class Quarantine {
  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
  private static final int FILES_MAX = 200;
  private static final int REASON_MAX = 60;

  private final Path directory;
  private final AtomicLong refused = new AtomicLong();

  Quarantine(Path directory) {
    this.directory = directory;
  }

  long refused() {
    return refused.get();
  }

  void add(SpooledBatch batch, String reason, String message) {
    refused.incrementAndGet();
    log.atError()
        .addKeyValue("batch", batch.key())
        .addKeyValue("reason", reason)
        .log("the server refuses a batch: " + message);
    String word = reason.replaceAll("[^A-Z_]", "");
    String name =
        "%016x-%016x-%s"
            .formatted(
                batch.key().boot(),
                batch.key().seq(),
                word.substring(0, Math.min(word.length(), REASON_MAX)));
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve(name + ".header"), batch.header());
      Files.write(directory.resolve(name + ".content"), batch.content());
      trim();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("a refused batch cannot be kept");
    }
  }

  private void trim() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> oldestFirst =
          files.sorted(Comparator.comparingLong(file -> file.toFile().lastModified())).toList();
      for (int i = 0; i < oldestFirst.size() - FILES_MAX; i++) {
        Files.deleteIfExists(oldestFirst.get(i));
      }
    }
  }
}
