package io.aramaki.kit.grpc;

import io.aramaki.kit.telemetry.Buckets;
import io.aramaki.kit.telemetry.Counter;
import io.aramaki.kit.telemetry.Histogram;
import io.aramaki.kit.telemetry.Metrics;
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

  /// Counts calls in the registry of the process: `aramaki_<service>_rpc_seconds` by method and
  /// code, and `aramaki_<service>_rpc_limited_total` by method and limit.
  final class Metered implements CallMetrics {
    private final Histogram durations;
    private final Counter limited;

    public Metered(Metrics metrics, String service) {
      this.durations =
          metrics.histogram(
              prefix(service) + "seconds",
              "How long calls took that this server answered.",
              Buckets.SECONDS,
              "method",
              "code");
      this.limited =
          metrics.counter(
              prefix(service) + "limited_total",
              "Calls that were refused because a limit was reached.",
              "method",
              "limit");
    }

    /// Answers how the names of all metrics of a server begin.
    public static String prefix(String service) {
      return "aramaki_" + service.replace('-', '_') + "_rpc_";
    }

    /// The name of a method that does not exist is the caller's choice, so it is no label.
    @Override
    public void ended(String method, Code code, Duration took) {
      durations.with(code == Code.UNIMPLEMENTED ? "unknown" : method, code.name()).observe(took);
    }

    @Override
    public void limitReached(String method, String limit) {
      limited.with(method, limit).increment();
    }
  }
}
