package io.aramaki.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.agent.spool.batch.Draft;
import io.aramaki.agent.spool.batch.GapRange;
import io.aramaki.agent.spool.batch.SpooledBatch;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A spool on a simulated disk, and a server that remembers all it was ever sent.
final class SpoolWorld {
  final SplittableRandom random;
  final SimDisk disk;
  final SpoolSettings settings;
  final Map<BatchKey, SpooledBatch> received = new HashMap<>();
  final Set<String> durable = new HashSet<>();
  final List<String> unsynced = new ArrayList<>();
  long nanos;
  private long boots;
  private int contents;
  private @Nullable Spool spool;
  @Nullable BatchKey cursor;

  SpoolWorld(long seed, SpoolSettings settings) {
    this.random = new SplittableRandom(seed);
    this.disk = new SimDisk(random.split());
    this.settings = settings;
  }

  Spool spool() {
    @Nullable Spool open = spool;
    return open == null ? boot() : open;
  }

  Spool boot() {
    cursor = null;
    unsynced.clear();
    long boot = ++boots;
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000L + boot), ZoneOffset.UTC);
    Spool opened = Spool.open(disk, settings, Text::header, boot, clock, () -> nanos);
    spool = opened;
    append(true, true);
    return opened;
  }

  /// Runs until the disk dies; then the process starts again on what is left.
  void untilCrash(int operations, Runnable steps) {
    disk.operationsUntilCrash = operations;
    try {
      steps.run();
      if (random.nextInt(4) == 0) {
        return;
      }
    } catch (SimDisk.Crash _) {
      // The next line is what the crash does.
    }
    disk.crash();
    spool = null;
  }

  Optional<BatchKey> append(boolean results, boolean urgent) {
    byte[] filling = new byte[random.nextInt(700)];
    random.nextBytes(filling);
    String content =
        (results ? "r" : "m") + ++contents + Base64.getEncoder().encodeToString(filling);
    Draft draft =
        results ? Text.results(content, urgent) : Text.metrics(content, 1 + random.nextInt(20));
    Optional<BatchKey> key = spool().append(draft);
    if (key.isPresent()) {
      unsynced.add(content);
    }
    if (urgent) {
      durable.addAll(unsynced);
      unsynced.clear();
    }
    return key;
  }

  void tick() {
    nanos += 1_000_000_000L;
    spool().tick();
    durable.addAll(unsynced);
    unsynced.clear();
  }

  /// Sends one batch as a session would; the server may or may not get it.
  boolean sendOne(boolean arrives) {
    Optional<SpooledBatch> next = spool().next(cursor);
    if (next.isEmpty()) {
      return false;
    }
    send(next.get(), arrives);
    cursor = next.get().key();
    return true;
  }

  void send(SpooledBatch batch, boolean arrives) {
    spool().sending(batch.key());
    if (arrives) {
      @Nullable SpooledBatch before = received.putIfAbsent(batch.key(), batch);
      if (before != null) {
        assertThat(batch.content()).as("content of " + batch.key()).isEqualTo(before.content());
        assertThat(batch.header()).as("header of " + batch.key()).isEqualTo(before.header());
      }
    }
  }

  void ackOne() {
    List<BatchKey> keys = List.copyOf(received.keySet());
    if (!keys.isEmpty()) {
      spool().done(keys.get(random.nextInt(keys.size())));
    }
  }

  /// Heals everything, sends and acknowledges all there is.
  void drain() {
    disk.operationsUntilCrash = -1;
    disk.capacity = Long.MAX_VALUE;
    do {
      append(true, true);
      cursor = null;
      while (sendOne(true)) {
        spool().done(Objects.requireNonNull(cursor));
      }
      tick();
    } while (spool().hasUntoldGaps());
  }

  List<GapRange> toldGaps() {
    return received.values().stream().flatMap(batch -> Text.gaps(batch).stream()).toList();
  }

  /// Every seq of every boot that the chain of boots names arrived or is told as a gap.
  void assertComplete() {
    List<GapRange> gaps = toldGaps();
    long boot = spool().boot();
    long last = spool().figures().spooledSeq();
    while (last > 0) {
      for (long seq = 1; seq <= last; seq++) {
        long at = seq;
        long of = boot;
        boolean told =
            gaps.stream().anyMatch(g -> g.boot() == of && g.firstSeq() <= at && at <= g.lastSeq());
        assertThat(told || received.containsKey(new BatchKey(boot, seq)))
            .as("batch %d/%d arrived or is told as a gap", boot, seq)
            .isTrue();
      }
      @Nullable SpooledBatch first = received.get(new BatchKey(boot, 1));
      assertThat(first).as("first batch of boot " + boot).isNotNull();
      long[] numbers = Text.numbers(Objects.requireNonNull(first));
      boot = numbers[2];
      last = numbers[3];
    }
  }

  Set<String> durableResults() {
    Set<String> texts = new HashSet<>(durable);
    texts.removeIf(text -> text.startsWith("m"));
    return texts;
  }

  Set<String> receivedContents() {
    Set<String> texts = new HashSet<>();
    received.values().forEach(batch -> texts.add(Text.string(batch.content())));
    return texts;
  }
}
