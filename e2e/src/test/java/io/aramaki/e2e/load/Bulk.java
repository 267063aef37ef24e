package io.aramaki.e2e.load;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.feed.Feed;
import io.aramaki.bench.feed.Verification;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.peer.own.HostAgents;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.PromReader;
import io.aramaki.cli.api.Trust;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Metrics of many hosts, as many as an instance takes or at a rate, of which every sample is known
/// again: the data of the benchmarks.
public final class Bulk implements AutoCloseable {
  private static final int STEPS = 20;

  /// How long ago the data begins: enough for some minutes of as much as is taken.
  private static final int HOURS = 120;

  private static final double NANOS = 1e9;

  private final Instance instance;
  private final DataPlan plan;
  private final HostAgents agents;
  private final Feed feed;

  /// Makes the hosts.
  ///
  /// @param unanswered how many batches of an agent may be without an answer
  public Bulk(Instance instance, int hosts, int series, int unanswered)
      throws IOException, InterruptedException {
    this.instance = instance;
    long start = System.currentTimeMillis() - Duration.ofHours(HOURS).toMillis();
    plan = new DataPlan(DataSet.RECIPE, 1, hosts, series, start - start % DataPlan.STEP_MS);
    agents =
        HostAgents.enrol(
            instance.api(),
            plan,
            STEPS,
            instance.home().resolve("e2e-bulk"),
            unanswered,
            Environment.system());
    feed = new Feed(agents, plan, HOURS * Duration.ofHours(1).toMillis() / DataPlan.STEP_MS);
  }

  /// Begins to send, as much as is answered.
  public void start() throws IOException {
    feed.begin();
  }

  /// Holds the hosts to a rate, in samples per second; 0 for no bound.
  public void limit(double perSecond) {
    feed.limit(perSecond);
  }

  /// Sends nothing more until [#resume].
  public void pause() {
    feed.pause();
  }

  /// Goes on.
  public void resume() {
    feed.resume();
  }

  /// Samples that were acknowledged so far.
  public long acknowledged() {
    return feed.acknowledged();
  }

  /// Batches that have no answer yet: what real agents would have in their spools.
  public long unanswered() {
    return agents.agents().stream().mapToLong(agent -> agent.figures().unanswered()).sum();
  }

  /// Batches that were refused; there must be none.
  public long refused() {
    return agents.agents().stream()
        .map(LoadAgent::ledger)
        .mapToLong(ledger -> ledger.totals().refusedBatches())
        .sum();
  }

  /// Something that takes its time.
  @FunctionalInterface
  public interface Phase {
    void run() throws Exception;
  }

  /// Samples that were acknowledged in a second of a phase.
  ///
  /// @throws IllegalStateException if the data came to its end meanwhile
  public double rate(Phase phase) throws Exception {
    long before = acknowledged();
    long begin = System.nanoTime();
    phase.run();
    if (feed.isOver()) {
      throw new IllegalStateException(
          "all %d hours of data are sent, or a sender failed: this was no load".formatted(HOURS));
    }
    return (acknowledged() - before) * NANOS / (System.nanoTime() - begin);
  }

  /// Ends the sending, waits until everything is acknowledged, and reads everything back.
  public Verification.Outcome stopAndCompare() throws IOException, InterruptedException {
    feed.stop();
    var connection = instance.connection();
    try (var door =
        new Door(
            connection.url(),
            Map.of("Authorization", "Bearer " + connection.token()),
            Trust.only(connection.ca()))) {
      return new Verification(plan, new PromReader(door), feed.steps()).run();
    }
  }

  @Override
  public void close() throws IOException {
    feed.close();
    agents.close();
  }
}
