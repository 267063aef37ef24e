package io.aramaki.agent.check.builtin;

import io.aramaki.agent.check.CheckDefinition.Builtin;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.metric.Host;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Finds the built-in check by its id and carries it out.
public final class BuiltinRunner {
  private final HostChecks hostChecks;
  private final NetworkChecks networkChecks;

  public BuiltinRunner(Host host, Clock clock, LongSupplier nanoTime) {
    this.hostChecks = new HostChecks(host);
    this.networkChecks = new NetworkChecks(clock, nanoTime);
  }

  public CheckOutcome run(Builtin builtin, Duration timeout) {
    try {
      return switch (builtin.id()) {
        case "load" -> hostChecks.load(builtin.arguments());
        case "memory" -> hostChecks.memory(builtin.arguments());
        case "disk" -> hostChecks.disk(builtin.arguments());
        case "swap" -> hostChecks.swap(builtin.arguments());
        case "processes" -> hostChecks.processes(builtin.arguments());
        case "tcp" -> networkChecks.tcp(builtin.arguments(), timeout);
        case "http" -> networkChecks.http(builtin.arguments(), timeout);
        case "certificate" -> networkChecks.certificate(builtin.arguments(), timeout);
        default ->
            CheckOutcome.unknown(
                "there is no built-in check \""
                    + builtin.id()
                    + "\"; there are load, memory, disk, swap, processes, tcp, http, certificate");
      };
    } catch (BadArgument e) {
      return CheckOutcome.unknown(e.reason());
    }
  }
}
