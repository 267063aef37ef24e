package io.aramaki.bench.series;

import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import io.aramaki.bench.feed.Turns;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Agents that come one after the other: each enrols, says all its samples in one batch with a
/// goodbye, waits until that is acknowledged, and goes. So many series need no more connections
/// than there are visitors at a time.
final class Visits {
  private static final int AT_A_TIME = 12;
  private static final int PROGRESS_AGENTS = 100;
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final SeriesOptions options;
  private final DataPlan plan;
  private final Api api;
  private final Path directory;
  private final Environment environment;
  private final Turns turns;
  private final AtomicInteger gone = new AtomicInteger();

  Visits(SeriesOptions options, DataPlan plan, Api api, Path directory, Environment environment) {
    this.options = options;
    this.plan = plan;
    this.api = api;
    this.directory = directory;
    this.environment = environment;
    this.turns = Turns.ofEnrolments(environment.nanoTime());
  }

  /// Lets all agents come.
  ///
  /// @throws IOException if one of them was not acknowledged
  void run() throws IOException, InterruptedException {
    var jobs = new ArrayList<Callable<Integer>>();
    for (int host = 0; host < plan.hosts(); host++) {
      int number = host;
      jobs.add(() -> visit(number));
    }
    try (var workers = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (Future<Integer> visit : workers.invokeAll(jobs)) {
        visit.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("not every agent could come: " + e.getCause(), e);
    }
  }

  private int visit(int host) throws IOException, InterruptedException {
    turns.await();
    String id = SeriesLabels.hostName(host);
    var request = Api.object().put("system_id", id);
    request.putObject("system").put("display_name", id);
    api.post("/v1/orgs/-/systems", request);
    var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + id);
    String token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
    try (var agents = new LoadAgents(environment)) {
      var identity = LoadIdentity.enrol(token, directory.resolve(id), environment);
      LoadAgent agent = agents.start(identity, LoadSettings.DEFAULT);
      var block = new HostBlock(plan.series(), options.samples());
      plan.host(host).next(block);
      var _ = agent.offer(new LastWords(plan, identity.system(), block));
      if (!agent.awaitAllAcknowledged(ANSWER_MAX) || !agent.ledger().refused().isEmpty()) {
        throw new IOException(
            "%s was not acknowledged within %d s, or refused: %s"
                .formatted(id, ANSWER_MAX.toSeconds(), agent.ledger().refused()));
      }
    } catch (EnrolmentFailed e) {
      throw new IOException("agent %s could not be enrolled".formatted(id), e);
    }
    int count = gone.incrementAndGet();
    if (count % PROGRESS_AGENTS == 0) {
      System.out.printf("bench: %d of %d agents were acknowledged%n", count, plan.hosts());
    }
    return count;
  }
}
