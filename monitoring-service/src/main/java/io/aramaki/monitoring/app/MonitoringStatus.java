package io.aramaki.monitoring.app;

import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.http.admin.Health;
import io.aramaki.kit.http.admin.Part;
import io.aramaki.kit.telemetry.Metrics;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.intake.Progress;
import io.aramaki.monitoring.domain.query.QueryRunner;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.write.Writes;
import io.aramaki.monitoring.grpc.outbound.CheckKeys;
import java.time.Instant;
import java.time.InstantSource;

/// What operators see of an instance: whether each part works, and by figures whether it gets on.
final class MonitoringStatus {
  private static final double NANOS_PER_SECOND = 1e9;

  private MonitoringStatus() {}

  static Health health(Cql cql, Engine engine, Owners owners, CheckKeys keys, InstantSource clock) {
    return new Health()
        .add("cassandra", () -> cassandra(cql))
        .add("intake", () -> intake(engine.intake().progress()))
        .add("ownership", () -> ownership(engine.shards(), owners))
        .add("chunks", () -> chunks(engine.chunkRounds(), clock.instant()))
        .add("definitions", () -> definitions(engine.checks(), keys));
  }

  private static Part cassandra(Cql cql) {
    cql.session().execute("SELECT release_version FROM system.local");
    return Part.up();
  }

  private static Part intake(Progress progress) {
    Part part =
        Part.up()
            .with("batches_acknowledged", progress.batchesAcknowledged())
            .with("batches_refused", progress.batchesRefused())
            .with("samples_acknowledged", progress.samplesAcknowledged())
            .with("batches_in_flight", progress.batchesInFlight())
            .with("oldest_unacknowledged_seconds", progress.oldestUnacknowledged());
    return progress.lastDurableAck().equals(Instant.EPOCH)
        ? part
        : part.with("last_durable_ack_time", progress.lastDurableAck());
  }

  private static Part ownership(Shards shards, Owners owners) {
    int owned = shards.owned();
    int ready = shards.ready();
    boolean settled = ready == owned && (owned > 0 || owners.live().size() > 1);
    Part part =
        settled ? Part.up() : Part.down(ready + " of " + owned + " owned shards are replayed");
    return part.with("owned_shards", owned)
        .with("ready_shards", ready)
        .with("live_instances", owners.live().size())
        .with("agents", shards.agents().size());
  }

  private static Part chunks(ChunkRounds rounds, Instant now) {
    Part part =
        rounds
            .oldest()
            .filter(since -> since.plus(ChunkRounds.LATE).isBefore(now))
            .map(since ->
                Part.down(
                    "an hour that is over waits since "
                        + since
                        + " to be put into chunks; the log says why"))
            .orElseGet(Part::up);
    return part.with("hours_to_build", rounds.waiting())
        .with("hours_built", rounds.built())
        .with("samples_built", rounds.samples())
        .with("bytes_built", rounds.bytes())
        .with("failures", rounds.failures());
  }

  private static Part definitions(Checks checks, CheckKeys keys) {
    Part part =
        keys.isRegistered()
            ? Part.up()
            : Part.down("the check-definition key is not registered with inventory yet");
    return part.with("catalogue_version", checks.current().version())
        .with("checks", checks.current().checks().size());
  }

  static void register(Metrics metrics, Writes writes) {
    metrics.counter(
        "aramaki_monitoring_written_samples_total",
        "Samples of programs that were made durable.",
        writes::samplesTotal);
    metrics.counter(
        "aramaki_monitoring_write_rows_total",
        "Rows of the journal that they were put into.",
        writes::rowsTotal);
    metrics.counter(
        "aramaki_monitoring_writes_full_total",
        "Writes that were sent away because as much was in flight as may be.",
        writes::fullTotal);
  }

  static void register(Metrics metrics, QueryRunner queries) {
    metrics.gauge(
        "aramaki_monitoring_queries_running", "Queries that are evaluated.", queries::running);
    metrics.gauge(
        "aramaki_monitoring_queries_waiting",
        "Queries that wait for their turn.",
        queries::waiting);
    metrics.counter(
        "aramaki_monitoring_queries_full_total",
        "Queries that were sent away because as many waited as may.",
        queries::refusedTotal);
  }

  static void register(Metrics metrics, Engine engine) {
    Progress progress = engine.intake().progress();
    Shards shards = engine.shards();
    ChunkRounds rounds = engine.chunkRounds();
    metrics.gauge(
        "aramaki_monitoring_hours_to_build",
        "Hours of agents that are over and not in chunks yet.",
        rounds::waiting);
    metrics.counter(
        "aramaki_monitoring_samples_built_total",
        "Samples that were put into chunks.",
        rounds::samples);
    metrics.counter(
        "aramaki_monitoring_chunk_bytes_built_total",
        "Bytes of the chunks that were built.",
        rounds::bytes);
    metrics.counter(
        "aramaki_monitoring_chunk_failures_total",
        "How often an hour could not be put into chunks.",
        rounds::failures);
    metrics.counter(
        "aramaki_monitoring_batches_acknowledged_total",
        "Batches that were made durable.",
        progress::batchesAcknowledged);
    metrics.counter(
        "aramaki_monitoring_batches_refused_total",
        "Batches that were refused.",
        progress::batchesRefused);
    metrics.counter(
        "aramaki_monitoring_samples_acknowledged_total",
        "Samples that were made durable.",
        progress::samplesAcknowledged);
    metrics.gauge(
        "aramaki_monitoring_batches_in_flight",
        "Batches that are being written.",
        progress::batchesInFlight);
    metrics.gauge(
        "aramaki_monitoring_oldest_unacknowledged_seconds",
        "How long the oldest batch in flight has been waiting.",
        () -> progress.oldestUnacknowledged().toNanos() / NANOS_PER_SECOND);
    metrics.gauge(
        "aramaki_monitoring_series",
        "Series that this instance knows.",
        engine.queries().index()::size);
    metrics.counter(
        "aramaki_monitoring_series_refused_total",
        "How often a series of a batch was left out because there are as many as may be.",
        engine.queries().index()::refusedTotal);
    metrics.gauge(
        "aramaki_monitoring_owned_shards", "Shards that this instance owns.", shards::owned);
    metrics.gauge(
        "aramaki_monitoring_agents",
        "Agents that this instance owns.",
        () -> shards.agents().size());
  }
}
