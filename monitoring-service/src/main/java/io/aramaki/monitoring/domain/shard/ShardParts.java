package io.aramaki.monitoring.domain.shard;

import io.aramaki.monitoring.domain.agent.Tracing;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.hours.OpenHours;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.observation.Decoder;
import io.aramaki.monitoring.domain.observation.Journal;
import io.aramaki.monitoring.domain.quarantine.Quarantine;
import io.aramaki.monitoring.domain.sample.Reporters;
import io.aramaki.monitoring.domain.sample.SampleFeed;
import io.aramaki.monitoring.domain.time.Patience;
import io.aramaki.monitoring.domain.timeline.Timeline;
import java.time.InstantSource;

/// What every shard of an instance works with.
///
/// @param store the shards' partitions
/// @param journal the batches
/// @param hours which of its hours have rows
/// @param decoder reads their content
/// @param quarantine for what cannot be used
/// @param timeline for what people should see
/// @param reporters who reports for which system
/// @param feed who is handed the samples
/// @param checks the definitions in force
/// @param tracing for spans
/// @param rules when an agent counts as silent
/// @param clock the steady clock
/// @param patience waits for the database
public record ShardParts(
    ShardStore store,
    Journal journal,
    OpenHours hours,
    Decoder decoder,
    Quarantine quarantine,
    Timeline timeline,
    Reporters reporters,
    SampleFeed feed,
    Checks checks,
    Tracing tracing,
    KeepaliveRules rules,
    InstantSource clock,
    Patience patience) {}
