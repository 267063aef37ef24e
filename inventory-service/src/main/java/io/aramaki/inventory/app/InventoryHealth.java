package io.aramaki.inventory.app;

import io.aramaki.inventory.domain.timeline.Outbox.Waiting;
import io.aramaki.inventory.grpc.control.ConnectedAgents;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.security.audit.AuditLog;
import io.aramaki.kit.telemetry.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How inventory is, with figures that show whether it gets on.
final class InventoryHealth {
  /// What has not succeeded for so long does not work.
  private static final Duration STUCK = Duration.ofSeconds(30);

  private static final int WAITING_SHOWN_MAX = 1000;

  private final Inventory inventory;
  private final Upkeep upkeep;
  private final ConnectedAgents connected;
  private final AuditLog audit;

  InventoryHealth(
      Inventory inventory,
      Upkeep upkeep,
      ConnectedAgents connected,
      AuditLog audit,
      Metrics metrics) {
    this.inventory = inventory;
    this.upkeep = upkeep;
    this.connected = connected;
    this.audit = audit;
    metrics.gauge(
        "aramaki_inventory_control_sessions",
        "Agents that are connected to this instance.",
        connected::count);
    metrics.gauge(
        "aramaki_inventory_open_runs", "Runs that are not at their end.", upkeep::openRuns);
    metrics.gauge(
        "aramaki_inventory_revocations",
        "Agents and certificates that are revoked.",
        inventory.revocations::size);
    metrics.counter(
        "aramaki_inventory_timeline_sent_total",
        "Entries that monitoring took into its timelines from this instance.",
        upkeep::sentEntries);
  }

  Health health() {
    return new Health()
        .add("database", this::database)
        .add("agents", this::agents)
        .add("runs", this::runs)
        .add("timeline", this::timeline)
        .add("audit", this::audit);
  }

  /// The revocations are read from it twice a second, so nothing more needs to be asked.
  private Part database() {
    return part(upkeep.revocations())
        .with("last_read_time", upkeep.revocations().lastSuccess())
        .with("revocations", inventory.revocations.size());
  }

  private Part agents() {
    return Part.up().with("connected", connected.count());
  }

  private Part runs() {
    return part(upkeep.runs())
        .with("open", upkeep.openRuns())
        .with("last_look_time", upkeep.runs().lastSuccess());
  }

  /// Monitoring may be down: then entries wait, and inventory works all the same.
  private Part timeline() {
    List<Waiting> waiting = inventory.outbox.oldest(WAITING_SHOWN_MAX);
    Part part =
        Part.up()
            .with("waiting", waiting.size())
            .with("sent", upkeep.sentEntries())
            .with("last_sent_time", upkeep.timeline().lastSuccess());
    if (waiting.isEmpty()) {
      return part;
    }
    Instant oldest = waiting.getFirst().entry().time();
    return part.with(
        "oldest_waiting_seconds",
        Duration.between(oldest, inventory.environment.clock().instant()));
  }

  private Part audit() {
    return Part.up().with("head_seq", audit.head().seq());
  }

  private Part part(Loop loop) {
    Duration silent = Duration.between(loop.lastSuccess(), inventory.environment.clock().instant());
    return silent.compareTo(STUCK) > 0
        ? Part.down("has not succeeded since " + loop.lastSuccess() + ": " + loop.failure())
        : Part.up();
  }
}
