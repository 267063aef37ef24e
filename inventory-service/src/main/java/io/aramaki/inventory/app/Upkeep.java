package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.run.RunWork;
import io.aramaki.inventory.domain.timeline.OutboxSender;
import io.aramaki.inventory.grpc.audit.Anchors;
import io.aramaki.inventory.grpc.control.ConnectedAgents;
import io.aramaki.inventory.grpc.control.Definitions;
import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.type.v1.Principal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What inventory does by itself, again and again. Every instance does all of it.
final class Upkeep {
  /// Watchers hear of a revocation by another instance within a second.
  private static final Duration REVOCATIONS = Duration.ofMillis(500);

  private static final Duration RUNS = Duration.ofSeconds(1);
  private static final Duration TIMELINE = Duration.ofMillis(500);
  private static final Duration KEYS = Duration.ofSeconds(1);
  private static final Duration DEFINITIONS = Duration.ofSeconds(1);
  private static final Duration CERTIFICATE = Duration.ofSeconds(30);
  private static final Duration ANCHOR = Duration.ofMinutes(1);

  /// Looking through all agents may take at most this part of the time.
  private static final int DEFINITIONS_SHARE = 10;

  private final Inventory inventory;
  private final RunWork work;
  private final ConnectedAgents connected;
  private final Definitions definitions;
  private final OutboxSender sender;
  private final AtomicInteger openRuns = new AtomicInteger();
  private final AtomicLong sentEntries = new AtomicLong();
  private final Loop revocations;
  private final Loop runs;
  private final Loop timeline;
  private long definitionsVersion = -1;
  private long definitionsNotBeforeNanos;

  Upkeep(
      Inventory inventory,
      OwnCertificate certificate,
      AuditLog audit,
      Anchors anchors,
      RunWork work,
      ConnectedAgents connected,
      Definitions definitions,
      OutboxSender sender,
      Closer closer) {
    this.inventory = inventory;
    this.work = work;
    this.connected = connected;
    this.definitions = definitions;
    this.sender = sender;
    this.definitionsNotBeforeNanos = inventory.environment.nanoTime().getAsLong();
    // What was done since the last minute is anchored, too, when nothing more can come.
    closer.add("last anchor", () -> anchor(audit, anchors));
    revocations = start(closer, "revocations", REVOCATIONS, inventory.revocations::refresh);
    runs = start(closer, "runs", RUNS, () -> openRuns.set(this.work.tend()));
    timeline = start(closer, "timeline", TIMELINE, this::sendTimeline);
    var _ = start(closer, "keys", KEYS, this::refreshKeys);
    var _ = start(closer, "definitions", DEFINITIONS, this::refreshDefinitions);
    var _ = start(closer, "certificate", CERTIFICATE, certificate::renew);
    var _ = start(closer, "anchor", ANCHOR, () -> anchor(audit, anchors));
  }

  Loop revocations() {
    return revocations;
  }

  Loop runs() {
    return runs;
  }

  Loop timeline() {
    return timeline;
  }

  /// Answers how many runs are not at their end.
  int openRuns() {
    return openRuns.get();
  }

  /// Answers how many timeline entries monitoring took from this instance.
  long sentEntries() {
    return sentEntries.get();
  }

  private Loop start(Closer closer, String name, Duration period, Runnable task) {
    Environment environment = inventory.environment;
    return closer.add(
        "loop " + name, Loop.start(name, period, environment.random(), environment.clock(), task));
  }

  private void sendTimeline() {
    int sent;
    do {
      sent = sender.sendOnce();
      sentEntries.addAndGet(sent);
    } while (sent == sender.batchMax());
  }

  private void refreshKeys() {
    inventory.keys.refresh();
    connected.refreshKeys();
  }

  /// Agents are many and change seldom; after a long look comes a longer pause.
  private void refreshDefinitions() {
    long start = inventory.environment.nanoTime().getAsLong();
    if (connected.count() == 0 || start - definitionsNotBeforeNanos < 0) {
      return;
    }
    long version = definitions.version();
    if (version != definitionsVersion) {
      connected.refreshDefinitions();
      definitionsVersion = version;
      long took = inventory.environment.nanoTime().getAsLong() - start;
      definitionsNotBeforeNanos = start + took * DEFINITIONS_SHARE;
    }
  }

  private void anchor(AuditLog audit, Anchors anchors) {
    if (audit.head().seq() > 0) {
      long _ =
          anchors.anchor(
              audit.head(),
              Principal.newBuilder()
                  .setName(inventory.names.service("inventory"))
                  .setKind(Principal.Kind.SERVICE)
                  .build());
    }
  }
}
