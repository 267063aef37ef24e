package io.aramaki.bench.peer.own;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.wire.HostBatches;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Offers each host's batches to its simulated agent.
final class AgentSink implements Sink {
  private static final Duration FINISH_MAX = Duration.ofMinutes(2);

  private record Member(LoadAgent agent, HostBatches batches) {}

  private final Map<Integer, Member> members = new TreeMap<>();

  /// @param agents of all hosts, by their numbers
  AgentSink(DataPlan plan, List<LoadAgent> agents, int number, int of) {
    for (int host = number; host < agents.size(); host += of) {
      LoadAgent agent = agents.get(host);
      members.put(host, new Member(agent, new HostBatches(plan, host, agent.identity().system())));
    }
  }

  @Override
  public void send(HostBlock block) throws InterruptedException {
    Member member = members.get(block.host());
    if (member == null) {
      throw new IllegalArgumentException(
          "host %d belongs to another sender".formatted(block.host()));
    }
    var _ = member.agent.offer(member.batches.content(block));
  }

  @Override
  public long acknowledged() {
    long samples = 0;
    for (Member member : members.values()) {
      samples += member.agent.ledger().totals().acknowledgedSamples();
    }
    return samples;
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    for (Member member : members.values()) {
      if (!member.agent.awaitAllAcknowledged(FINISH_MAX)) {
        throw new IOException(
            "%s has batches without an answer after %d s"
                .formatted(member.agent.identity().agent(), FINISH_MAX.toSeconds()));
      }
      var refused = member.agent.ledger().refused();
      if (!refused.isEmpty()) {
        throw new IOException(
            "%d batches of %s were refused, the first with %s: %s"
                .formatted(
                    refused.size(),
                    member.agent.identity().agent(),
                    refused.getFirst().reason(),
                    refused.getFirst().message()));
      }
    }
  }

  @Override
  public void close() {}
}
