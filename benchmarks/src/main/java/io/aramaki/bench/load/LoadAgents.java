package io.aramaki.bench.load;

import io.aramaki.kit.app.Environment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs simulated agents: one timer for all of them, and the event loops that gRPC shares.
///
/// ```
/// try (var agents = new LoadAgents(Environment.system())) {
///   var identity = LoadIdentity.enrol(token, directory, environment);
///   LoadAgent agent = agents.start(identity, LoadSettings.DEFAULT);
///   agent.offer(List.of(SeriesSamples.of(series, timeMs, value)));
///   agent.awaitAllAcknowledged(Duration.ofSeconds(30));
///   agent.ledger().totals();
/// }
/// ```
public final class LoadAgents implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);

  private final Environment environment;
  private final List<LoadAgent> agents = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("load-timer").factory());

  public LoadAgents(Environment environment) {
    this.environment = environment;
    var _ =
        timer.scheduleWithFixedDelay(
            () -> agents.forEach(LoadAgent::tick), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Starts an agent. It tries to have a session until it is closed.
  ///
  /// @throws IllegalStateException if the same agent ended with batches unanswered
  public LoadAgent start(LoadIdentity identity, LoadSettings settings) {
    var agent = new LoadAgent(identity, settings, environment);
    agents.add(agent);
    return agent;
  }

  /// All agents that were started.
  public List<LoadAgent> agents() {
    return List.copyOf(agents);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    agents.forEach(LoadAgent::close);
  }
}
