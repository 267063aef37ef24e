package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.SpooledBatch;
import io.aramaki.agent.spool.disk.FileSpoolDisk;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// Appends batches until it is killed, and prints each content once it is on stable storage.
final class SpoolWriterMain {
  private SpoolWriterMain() {}

  public static void main(String[] args) throws Exception {
    long boot = Long.parseLong(args[1]);
    Spool spool =
        Spool.open(
            FileSpoolDisk.open(Path.of(args[0])),
            SpoolSettings.of(64 << 20, 0),
            Text::header,
            boot,
            Clock.systemUTC(),
            System::nanoTime);
    BatchKey cursor = null;
    for (int i = 1; i < 100_000; i++) {
      String content = boot + "-" + i + "-" + "x".repeat(i % 300);
      spool.append(Text.results(content, true));
      System.out.println(content);
      spool.append(Text.metrics("m" + content, 3));
      if (i % 3 == 0) {
        spool.tick();
        Optional<SpooledBatch> next = spool.next(cursor);
        if (next.isPresent() && boot > 1) {
          cursor = next.get().key();
          spool.sending(cursor);
        }
      }
    }
  }
}
