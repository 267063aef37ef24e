package io.aramaki.monitoring.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.time.SteadyClock;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.chunk.ChunkBuilder;
import io.aramaki.monitoring.domain.chunk.ChunkReader;
import io.aramaki.monitoring.domain.chunk.ChunkRounds;
import io.aramaki.monitoring.domain.hours.HourRegister;
import io.aramaki.monitoring.domain.hours.KnownHours;
import io.aramaki.monitoring.domain.intake.Intake;
import io.aramaki.monitoring.domain.intake.Progress;
import io.aramaki.monitoring.domain.quarantine.Aside;
import io.aramaki.monitoring.domain.query.IndexUpkeep;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.shard.ShardParts;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.shard.TimelineWriter;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.write.Writes;
import io.aramaki.monitoring.grpc.content.BatchHeads;
import io.aramaki.monitoring.grpc.outbound.InventorySubjects;
import java.util.function.BooleanSupplier;

/// The domain, put onto its stores.
record Engine(
    SteadyClock clock,
    Timeline timeline,
    Checks checks,
    Subjects subjects,
    Shards shards,
    Intake intake,
    SampleReader reader,
    ChunkRounds chunkRounds,
    Queries queries,
    Writes writes,
    TimelineWriter timelineWriter) {
  /// @param alone tells that no other instance lives
  static Engine build(
      MonitoringConfig config,
      Environment environment,
      Stores stores,
      Member member,
      BooleanSupplier alone,
      MonitoringTracing tracing,
      Closer closer) {
    String run = config.member().instance() + "/" + environment.ids().get();
    var clock = new SteadyClock(environment.clock(), environment.nanoTime());
    var patience = new Patience(environment.random());
    var timeline = new Timeline(stores.timeline());
    var checks = new Checks(stores.catalog(), environment.clock(), environment.ids());
    checks.refresh();
    var subjects = new Subjects(new InventorySubjects(member.inventory()), environment.nanoTime());
    var openHours = new KnownHours(stores.openHours(), alone, clock);
    var queries = Queries.build(environment, stores, openHours, config.series().limits(), closer);
    var parts =
        new ShardParts(
            stores.shards(),
            stores.journal(),
            stores.openHours(),
            stores.contents(),
            stores.quarantine(),
            timeline,
            stores.reporters(),
            queries.upkeep(),
            checks,
            tracing,
            config.keepalive().rules(),
            clock,
            patience);
    var shards = closer.add("shards", new Shards(parts, subjects));
    var hours = new HourRegister(openHours, run, Shards::of, clock);
    var intake =
        new Intake(
            stores.journal(),
            stores.dictionaries(),
            hours,
            stores.quarantine(),
            timeline,
            subjects,
            patience,
            tracing,
            clock,
            new Progress(environment.nanoTime()));
    var builder = builder(config, environment, stores, queries.upkeep(), timeline, patience, clock);
    return new Engine(
        clock,
        timeline,
        checks,
        subjects,
        shards,
        intake,
        reader(stores, clock),
        new ChunkRounds(openHours, builder, shards::settle, shards::serving, clock),
        queries,
        writes(config, environment, stores, hours, queries.upkeep()),
        new TimelineWriter(shards, timeline, clock, patience));
  }

  private static ChunkBuilder builder(
      MonitoringConfig config,
      Environment environment,
      Stores stores,
      IndexUpkeep upkeep,
      Timeline timeline,
      Patience patience,
      SteadyClock clock) {
    return new ChunkBuilder(
        stores.journal(),
        stores.contents(),
        stores.chunks(),
        stores.results(),
        stores.dictionaries(),
        config.retention().rule(),
        environment.random()::nextLong,
        // A build that cannot put something aside fails, and is tried again.
        () -> new Aside(stores.quarantine(), timeline, patience, () -> false, clock),
        clock,
        upkeep);
  }

  private static Writes writes(
      MonitoringConfig config,
      Environment environment,
      Stores stores,
      HourRegister hours,
      IndexUpkeep upkeep) {
    return new Writes(
        stores.journal(),
        stores.reporters(),
        hours,
        new BatchHeads(),
        config.member().instance(),
        environment.random().nextLong() | 1,
        environment.clock(),
        upkeep,
        environment.nanoTime());
  }

  private static SampleReader reader(Stores stores, SteadyClock clock) {
    return new SampleReader(
        stores.journal(),
        stores.contents(),
        new ChunkReader(stores.chunks()),
        stores.openHours(),
        stores.reporters(),
        clock);
  }
}
