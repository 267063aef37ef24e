package io.aramaki.bench.peer.debian;

import io.aramaki.bench.machine.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits until InfluxDB has compacted the shards that nobody writes to any more: its log is empty,
/// and the files keep their size.
final class ColdShards {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final int SAME_POLLS = 6;
  private static final Duration WAIT_MAX = Duration.ofMinutes(15);

  private ColdShards() {}

  static void await(Path data, Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + WAIT_MAX.toNanos();
    long before = -1;
    int same = 0;
    while (same < SAME_POLLS && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      long now = Directories.bytes(data) + Directories.bytes(log);
      same = now == before ? same + 1 : 0;
      before = now;
    }
  }
}
