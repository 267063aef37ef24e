package io.aramaki.bench.compare;

import io.aramaki.bench.feed.Feed;
import io.aramaki.bench.feed.Verification;
import io.aramaki.bench.peer.Peer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Feeds a server with everything that the data has, shows progress, and reads all of it back.
final class Feeding {
  private static final int PROGRESS_SECONDS = 5;
  private static final double NANOS = 1e9;
  private static final int POLL_MS = 100;

  private Feeding() {}

  /// Feeds all steps and answers what was read back.
  static Verification.Outcome everything(Stage stage, Peer peer)
      throws IOException, InterruptedException {
    long[] steps;
    try (var feed = new Feed(peer, stage.plan(), stage.options().stepsMax())) {
      feed.begin();
      while (!feed.isOver()) {
        watch(peer.name() + ": feeding", feed, PROGRESS_SECONDS);
      }
      feed.stop();
      steps = feed.steps();
    }
    Stage.say("%s: waiting until it rests", peer.name());
    peer.settle();
    return verify(stage, peer, steps);
  }

  static Verification.Outcome verify(Stage stage, Peer peer, long[] steps) throws IOException {
    Stage.say("%s: reading everything back", peer.name());
    Verification.Outcome outcome = new Verification(stage.plan(), peer.reader(), steps).run();
    Stage.say("%s: %s", peer.name(), outcome.text());
    return outcome;
  }

  /// Shows progress for so many seconds, less if all was sent.
  static void watch(String phase, Feed feed, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0 && !feed.isOver()) {
      long before = feed.acknowledged();
      long begin = System.nanoTime();
      long until = Math.min(end, begin + TimeUnit.SECONDS.toNanos(PROGRESS_SECONDS));
      while (System.nanoTime() - until < 0 && !feed.isOver()) {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
      double rate = (feed.acknowledged() - before) / ((System.nanoTime() - begin) / NANOS);
      Stage.say("%s: %,.0f samples/s, %,d in all", phase, rate, feed.acknowledged());
    }
  }
}
