package io.aramaki.bench.ingest;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.load.Ledger;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
import io.aramaki.cli.api.Api;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The simulated agents of a run, each with its workload and a thread that offers it.
final class Fleet implements AutoCloseable {
  /// Batches without an answer for each agent. More would not make the servers faster: they give 32
  /// credits.
  private static final int UNANSWERED_MAX = 48;

  private static final int STOP_SECONDS = 60;
  private static final double NANOS = 1e9;

  private record Member(LoadAgent agent, Workload workload, Thread thread) {}

  private final Options options;
  private final LoadAgents agents;
  private final List<Member> members = new ArrayList<>();
  private volatile boolean stopped;

  private Fleet(Options options, Environment environment) {
    this.options = options;
    this.agents = new LoadAgents(environment);
  }

  /// Makes systems, tokens and agents, and starts them.
  static Fleet start(
      Options options, Api api, Path directory, long startMs, Environment environment)
      throws IOException, EnrolmentFailed {
    var fleet = new Fleet(options, environment);
    try {
      for (int i = 0; i < options.agents(); i++) {
        String id = "bench-" + i;
        var request = Api.object().put("system_id", id);
        request.putObject("system").put("display_name", id);
        api.post("/v1/orgs/-/systems", request);
        var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id);
        String token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
        var identity = LoadIdentity.enrol(token, directory.resolve(id), environment);
        LoadAgent agent =
            fleet.agents.start(identity, LoadSettings.DEFAULT.withUnansweredMax(UNANSWERED_MAX));
        fleet.add(i, agent, startMs);
      }
      return fleet;
    } catch (IOException | EnrolmentFailed | RuntimeException e) {
      fleet.close();
      throw e;
    }
  }

  private void add(int number, LoadAgent agent, long startMs) {
    var workload =
        new Workload(
            options.seed(), number, agent.identity().system(), options.seriesPerAgent(), startMs);
    Thread thread =
        Thread.ofVirtual().name("offer").unstarted(() -> offer(number, agent, workload));
    members.add(new Member(agent, workload, thread));
  }

  /// Begins to offer.
  void begin() {
    members.forEach(member -> member.thread.start());
  }

  private void offer(int number, LoadAgent agent, Workload workload) {
    int batch = options.steps() * options.seriesPerAgent();
    long interval =
        options.rate() == 0 ? 0 : (long) (NANOS * batch * options.agents() / options.rate());
    long due = System.nanoTime() + interval * number / options.agents();
    try {
      while (!stopped) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        due += interval;
        agent.offer(workload.next(options.steps()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops offering and waits until everything was acknowledged.
  ///
  /// @return false if something was not within a minute
  boolean finish() throws InterruptedException {
    stopped = true;
    boolean all = true;
    for (Member member : members) {
      member.thread.join();
      all &= member.agent.awaitAllAcknowledged(Duration.ofSeconds(STOP_SECONDS));
    }
    return all;
  }

  List<LoadAgent> agents() {
    return agents.agents();
  }

  /// After the newest sample of all.
  long endMs() {
    return members.stream().mapToLong(member -> member.workload.endMs()).max().orElse(0);
  }

  long acknowledgedSamples() {
    long samples = 0;
    for (LoadAgent agent : agents()) {
      samples += agent.ledger().totals().acknowledgedSamples();
    }
    return samples;
  }

  Ledger.Totals totals() {
    var sum = new Ledger.Totals(0, 0, 0, 0, 0, 0, 0);
    for (LoadAgent agent : agents()) {
      Ledger.Totals one = agent.ledger().totals();
      sum =
          new Ledger.Totals(
              sum.sentBatches() + one.sentBatches(),
              sum.acknowledgedBatches() + one.acknowledgedBatches(),
              sum.refusedBatches() + one.refusedBatches(),
              sum.sentSamples() + one.sentSamples(),
              sum.acknowledgedSamples() + one.acknowledgedSamples(),
              sum.sentResults() + one.sentResults(),
              sum.acknowledgedResults() + one.acknowledgedResults());
    }
    return sum;
  }

  int unanswered() {
    return agents().stream().mapToInt(agent -> agent.figures().unanswered()).sum();
  }

  @Override
  public void close() {
    stopped = true;
    members.forEach(member -> member.thread.interrupt());
    agents.close();
  }
}
