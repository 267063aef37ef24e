package io.aramaki.monitoring.grpc;

import io.aramaki.kit.grpc.RequestNames;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.index.SeriesIndex;
import io.aramaki.monitoring.domain.sample.SampleReader;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.timeline.Timeline;
import io.aramaki.monitoring.domain.write.Writes;
import io.aramaki.monitoring.grpc.outbound.Peers;
import io.aramaki.monitoring.grpc.query.QueryParts;
import io.grpc.BindableService;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Makes the endpoints for people and services.
///
/// @param organisation `orgs/{org}`, ours
/// @param shards the owned shards
/// @param checks the definitions
/// @param timeline the timelines
/// @param index the series of this instance
/// @param reader reads samples
/// @param queries answers PromQL
/// @param writes takes samples of programs
/// @param peers the other instances
/// @param owners the owners of all shards
/// @param steady the clock by which silence is judged
/// @param clock the wall clock
/// @param ids fresh ids
public record Endpoints(
    String organisation,
    Shards shards,
    Checks checks,
    Timeline timeline,
    SeriesIndex index,
    SampleReader reader,
    QueryParts queries,
    Writes writes,
    Peers peers,
    Supplier<List<Owner>> owners,
    InstantSource steady,
    Clock clock,
    Supplier<UUID> ids) {
  public List<BindableService> all() {
    var names = new RequestNames(organisation);
    return List.of(
        new CheckEndpoint(checks, new StateLister(shards, peers, names), names),
        new StateChangeEndpoint(shards),
        new TimelineEndpoint(timeline, clock, ids, names),
        new QueryEndpoint(index, peers, reader, queries, names),
        new WriteEndpoint(writes, names),
        new OwnershipEndpoint(shards, peers, owners, steady, names));
  }
}
