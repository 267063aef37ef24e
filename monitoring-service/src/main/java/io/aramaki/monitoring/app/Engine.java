package io.aramaki.monitoring.app;

import io.aramaki.kit.app.Closer;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.member.Member;
import io.aramaki.kit.time.SteadyClock;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.intake.Intake;
import io.aramaki.monitoring.domain.intake.Progress;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.shard.ShardParts;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.shard.TimelineWriter;
import io.aramaki.monitoring.domain.subject.Subjects;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.grpc.outbound.InventorySubjects;

/// The domain, put onto its stores.
record Engine(
    SteadyClock clock,
    Timeline timeline,
    Checks checks,
    Subjects subjects,
    Shards shards,
    Intake intake,
    SampleReader reader,
    TimelineWriter timelineWriter) {
  static Engine build(
      MonitoringConfig config,
      Environment environment,
      Stores stores,
      Member member,
      MonitoringTracing tracing,
      Closer closer) {
    var clock = new SteadyClock(environment.clock(), environment.nanoTime());
    var patience = new Patience(environment.random());
    var timeline = new Timeline(stores.timeline());
    var checks = new Checks(stores.catalog(), environment.clock(), environment.ids());
    checks.refresh();
    var subjects = new Subjects(new InventorySubjects(member.inventory()), environment.nanoTime());
    var parts =
        new ShardParts(
            stores.shards(),
            stores.journal(),
            stores.contents(),
            stores.quarantine(),
            timeline,
            stores.reporters(),
            checks,
            tracing,
            config.keepalive().rules(),
            clock,
            patience);
    var shards = closer.add("shards", new Shards(parts, subjects));
    var intake =
        new Intake(
            stores.journal(),
            stores.dictionaries(),
            stores.quarantine(),
            timeline,
            subjects,
            patience,
            tracing,
            clock,
            new Progress(environment.nanoTime()));
    var writer = new TimelineWriter(shards, timeline, clock, patience);
    var reader =
        new SampleReader(
            stores.journal(), stores.contents(), stores.reporters(), environment.clock());
    return new Engine(clock, timeline, checks, subjects, shards, intake, reader, writer);
  }
}
