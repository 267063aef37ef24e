package io.aramaki.bench.load;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.kit.security.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The last boot of an agent in a file, so that the next one can name it as its predecessor, as
/// monitoring wants it. A boot that ended with batches unanswered has no successor: they were only
/// in memory.
final class BootFile {
  /// Names no batch.
  static final BatchKey NONE = new BatchKey(0, 0);

  private static final String OPEN = "open";

  private final Path file;

  BootFile(Path directory) {
    this.file = directory.resolve("boot");
  }

  /// Answers the newest batch of the boot before.
  ///
  /// @throws IllegalStateException if it ended with batches unanswered
  BatchKey begin() {
    BatchKey before = NONE;
    if (Files.exists(file)) {
      List<String> lines =
          new String(PrivateFiles.read(file), StandardCharsets.UTF_8).lines().toList();
      if (lines.size() != 2) {
        throw new IllegalStateException(
            "the boot before ended with batches unanswered, which were only in its memory: "
                + "enrol another agent, or wait for all acknowledgements before closing one");
      }
      before =
          new BatchKey(
              Long.parseUnsignedLong(lines.getFirst(), 16), Long.parseLong(lines.getLast()));
    }
    PrivateFiles.write(file, OPEN.getBytes(StandardCharsets.UTF_8));
    return before;
  }

  /// Notes that everything up to this batch was answered.
  void end(BatchKey last) {
    String text = "%x%n%d%n".formatted(last.boot(), last.seq());
    PrivateFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
