package io.aramaki.kit.grpc;

import io.grpc.Status.Code;
import java.time.Duration;

/// Hears what a server does, to count it. Called on the threads of the calls, so it must not block.
public interface CallMetrics {
  /// Counts nothing.
  CallMetrics NONE =
      new CallMetrics() {
        @Override
        public void ended(String method, Code code, Duration took) {}

        @Override
        public void limitReached(String method, String limit) {}
      };

  /// A call has ended.
  ///
  /// @param method `package.Service/Method`
  void ended(String method, Code code, Duration took);

  /// A call was refused because a limit is reached.
  ///
  /// @param limit `rate` or `calls`
  void limitReached(String method, String limit);
}
