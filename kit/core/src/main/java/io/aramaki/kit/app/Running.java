package io.aramaki.kit.app;

import java.util.Map;

/// An application that has started and answers.
public interface Running extends AutoCloseable {
  /// Where it listens, by the name of the door: `grpc` → `127.0.0.1:4711`. Ports are the real ones,
  /// also where the configuration said 0.
  Map<String, String> addresses();

  /// Ends what was started, in the opposite order.
  @Override
  void close();
}
