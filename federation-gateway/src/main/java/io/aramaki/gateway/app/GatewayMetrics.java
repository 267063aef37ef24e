package io.aramaki.gateway.app;

import io.aramaki.gateway.domain.live.LiveUpdates;
import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.grpc.session.OwnerPoll;
import io.aramaki.gateway.grpc.session.RevocationWatch;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.telemetry.Metrics;
import java.time.Duration;

/// How the gateway is getting on, for operators.
final class GatewayMetrics {
  private static final double MILLIS = 1000;

  private GatewayMetrics() {}

  static void register(Metrics metrics, RelayProgress progress, LiveUpdates live) {
    metrics.gauge(
        "aramaki_gateway_open_sessions",
        "Agents' streams that are open.",
        () -> progress.openSessions());
    metrics.gauge(
        "aramaki_gateway_oldest_unacknowledged_seconds",
        "The age of the oldest relayed batch without an acknowledgement.",
        () -> progress.oldestUnacknowledgedMs() / MILLIS);
    metrics.gauge(
        "aramaki_gateway_live_pages", "Pages that listen for live updates.", () -> live.size());
    metrics.counter(
        "aramaki_gateway_relayed_batches_total",
        "Batches passed on to their owners.",
        () -> progress.batches());
    metrics.counter(
        "aramaki_gateway_relayed_batch_bytes_total", "Their bytes.", () -> progress.batchBytes());
    metrics.counter(
        "aramaki_gateway_relayed_acks_total",
        "Acknowledgements and final refusals passed on to agents.",
        () -> progress.acks());
    metrics.counter(
        "aramaki_gateway_streams_opened_total",
        "Agents' streams that were let in.",
        () -> progress.streamsOpenedTotal());
    metrics.counter(
        "aramaki_gateway_streams_refused_total",
        "Agents' streams that were not let in.",
        () -> progress.streamsRefusedTotal());
    metrics.counter(
        "aramaki_gateway_streams_cut_total",
        "Agents' streams that were cut.",
        () -> progress.streamsCutTotal());
  }

  static void register(Metrics metrics, PersonAccess access) {
    metrics.counter(
        "aramaki_gateway_written_samples_total",
        "Samples of programs that monitoring made durable.",
        () -> access.samples().durableTotal());
    metrics.counter(
        "aramaki_gateway_rejected_samples_total",
        "Samples of programs that were left out of a request that was taken.",
        () -> access.samples().rejectedTotal());
    metrics.counter(
        "aramaki_gateway_samples_refused_for_room_total",
        "Requests with samples that were sent away because there was no room.",
        () -> access.room().refusedTotal());
  }

  static Health health(RelayProgress progress, OwnerPoll owners, RevocationWatch revocations) {
    return new Health()
        .add("agents", () -> agents(progress))
        .add("monitoring", () -> monitoring(owners))
        .add("revocations", () -> revocations(revocations));
  }

  private static Part agents(RelayProgress progress) {
    Part part =
        Part.up()
            .with("open_sessions", progress.openSessions())
            .with("relayed_batches", progress.batches())
            .with("relayed_acks", progress.acks())
            .with(
                "oldest_unacknowledged_seconds",
                Duration.ofMillis(progress.oldestUnacknowledgedMs()));
    return progress.lastAck().map(time -> part.with("last_ack_time", time)).orElse(part);
  }

  private static Part monitoring(OwnerPoll poll) {
    var owners = poll.owners();
    Part part =
        owners.owned() > 0
            ? Part.up()
            : Part.down("monitoring has not said yet which instance owns which agents");
    return part.with("owned_shards", owners.owned())
        .with("shards", owners.shardCount())
        .with("answers", poll.isAnswered() ? "yes" : "no");
  }

  private static Part revocations(RevocationWatch watch) {
    Part part =
        watch.revocations().known()
            ? Part.up()
            : Part.down("inventory has not said yet which certificates are revoked");
    return part.with("revoked_certificates", watch.revocations().certificates().size())
        .with("follows", watch.isFollowing() ? "yes" : "no");
  }
}
