package io.aramaki.bench.agents;

import io.aramaki.agent.metric.SeriesKey;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.feed.Turns;
import io.aramaki.bench.load.LoadAgent;
import io.aramaki.bench.load.LoadAgents;
import io.aramaki.bench.load.LoadIdentity;
import io.aramaki.bench.load.LoadSettings;
import io.aramaki.bench.load.SeriesSamples;
import io.aramaki.cli.api.Api;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Simulated agents that mostly stand around: each has both sessions and sends a small batch now
/// and then.
final class Crowd implements AutoCloseable {
  /// So that nobody waits for its handshake until it is given up.
  private static final int ENROLMENTS_AT_A_TIME = 12;

  private static final int ENROLMENT_TRIES_MAX = 3;

  /// After so many there is a line.
  private static final int PROGRESS = 1_000;

  private static final int SESSIONS_PER_SECOND = 50;

  /// How many may be about to open their session at a time. Where the machine is slow, more would
  /// only time out together and come back together.
  private static final int OPENING_MAX = 100;

  /// Inventory holds 10,000 systems; here many agents are of one.
  private static final int AGENTS_PER_SYSTEM = 100;

  /// A slow machine is no lost session.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(90);

  private static final Duration OPEN_MAX = Duration.ofMinutes(10);
  private static final int POLL_MS = 200;
  private static final LoadSettings SETTINGS =
      LoadSettings.DEFAULT.withControl().withAnswerTimeout(ANSWER_MAX);

  private final AgentsOptions options;
  private final Environment environment;
  private final LoadAgents agents;
  private final List<LoadIdentity> identities = new ArrayList<>();
  private final AtomicInteger enrolled = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("crowd").factory());

  Crowd(AgentsOptions options, Environment environment) {
    this.options = options;
    this.environment = environment;
    this.agents = new LoadAgents(environment);
  }

  /// Makes systems, tokens and identities, all through the doors that everybody uses.
  void enrol(Api api, Path directory) throws IOException, InterruptedException, EnrolmentFailed {
    for (int i = 0; i < options.agents(); i += AGENTS_PER_SYSTEM) {
      String id = system(i);
      var request = Api.object().put("system_id", id);
      request.putObject("system").put("display_name", id);
      api.post("/v1/orgs/-/systems", request);
    }
    try (var tasks = Executors.newFixedThreadPool(ENROLMENTS_AT_A_TIME)) {
      var enrolling = new ArrayList<Future<LoadIdentity>>();
      var turns = Turns.ofEnrolments(environment.nanoTime());
      for (int i = 0; i < options.agents(); i++) {
        int number = i;
        enrolling.add(tasks.submit(() -> enrol(api, directory, number, turns)));
      }
      for (var one : enrolling) {
        identities.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("an agent did not enrol: " + e.getCause(), e);
    }
  }

  private LoadIdentity enrol(Api api, Path directory, int number, Turns turns)
      throws IOException, InterruptedException, EnrolmentFailed {
    String id = "crowd-" + number;
    var body = Api.object().put("agent_id", id).put("system", "orgs/-/systems/" + system(number));
    for (int tries = 1; ; tries++) {
      turns.await();
      String token = api.post("/v1/orgs/-/enrolmentTokens", body).path("token").asText();
      try {
        LoadIdentity identity = LoadIdentity.enrol(token, directory.resolve(id), environment);
        tellProgress();
        return identity;
      } catch (EnrolmentFailed e) {
        if (tries == ENROLMENT_TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private void tellProgress() {
    int count = enrolled.incrementAndGet();
    if (count % PROGRESS == 0) {
      System.out.println("bench: %,d of %,d agents".formatted(count, options.agents()));
    }
  }

  private static String system(int number) {
    return "crowd-" + number / AGENTS_PER_SYSTEM;
  }

  /// Lets agents come until there are so many, and waits until each has its sessions.
  void grow(int count) throws IOException, InterruptedException {
    var turns = new Turns(SESSIONS_PER_SECOND, environment.nanoTime());
    for (int i = agents.agents().size(); i < count; i++) {
      turns.await();
      awaitOpen(i - OPENING_MAX);
      LoadAgent agent = agents.start(identities.get(i), SETTINGS);
      offerEvery(agent);
    }
    awaitOpen(count);
  }

  private void awaitOpen(int count) throws IOException, InterruptedException {
    long end = environment.nanoTime().getAsLong() + OPEN_MAX.toNanos();
    while (open() < count) {
      if (environment.nanoTime().getAsLong() > end) {
        throw new IOException(
            "only %d of %d agents have a session after %d min"
                .formatted(open(), count, OPEN_MAX.toMinutes()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private void offerEvery(LoadAgent agent) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> Thread.startVirtualThread(() -> offer(agent)),
            0,
            TimeUnit.SECONDS.toMillis(options.interval()),
            TimeUnit.MILLISECONDS);
  }

  private void offer(LoadAgent agent) {
    long now = environment.clock().millis();
    var samples = new ArrayList<SeriesSamples>(options.series());
    for (int i = 0; i < options.series(); i++) {
      var key =
          new SeriesKey(agent.identity().system(), "crowd_" + i, Map.of("device", "crowd"), "");
      samples.add(SeriesSamples.of(key, now, (double) (now % (i + 2))));
    }
    try {
      agent.offer(samples);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // The agent is closed: the run is at its end.
    }
  }

  /// How many have a session.
  int open() {
    return (int) agents.agents().stream().filter(agent -> agent.figures().open()).count();
  }

  long acknowledgedBatches() {
    return agents.agents().stream()
        .mapToLong(agent -> agent.ledger().totals().acknowledgedBatches())
        .sum();
  }

  /// How often an agent had to open its session once more.
  long lost() {
    return agents.agents().stream()
        .mapToLong(agent -> Math.max(0, agent.figures().sessions() - 1))
        .sum();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    agents.close();
  }
}
