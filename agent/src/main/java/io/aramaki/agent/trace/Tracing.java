package io.aramaki.agent.trace;

import io.aramaki.agent.action.Actions;
import io.aramaki.agent.check.CheckTracing;
import io.aramaki.kit.telemetry.TelemetryConfig;
import java.util.random.RandomGenerator;

/// The trace of each execution of a check, which begins there, and of each run, which continues the
/// trace of its request.
public interface Tracing extends CheckTracing, Actions.Tracing, AutoCloseable {
  /// Begins. Without an endpoint OpenTelemetry is not even loaded.
  ///
  /// @param instance the agent's name
  /// @param random for ids, if there are no spans; used by many threads at once
  static Tracing start(TelemetryConfig config, String instance, RandomGenerator random) {
    return config.otlpEndpoint().isEmpty()
        ? new TraceIds(config.sampleRatio(), random)
        : Spans.start(config, instance);
  }

  @Override
  void close();
}
