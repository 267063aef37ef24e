package io.aramaki.agent.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What is to be run periodically, with all defaults filled in.
///
/// @param name `orgs/{org}/checks/{check}`
/// @param system the system that is checked
/// @param kind what is run
/// @param interval from one start to the next while HARD
/// @param retryInterval from one start to the next while SOFT
/// @param maxAttempts so many results in a row that are not OK make the state HARD
/// @param timeout after which it is killed
/// @param alwaysHard true if every result is HARD (volatile)
/// @param maxOutputBytes how much of the output is kept
public record CheckDefinition(
    String name,
    String system,
    Kind kind,
    Duration interval,
    Duration retryInterval,
    int maxAttempts,
    Duration timeout,
    boolean alwaysHard,
    int maxOutputBytes) {

  /// What is run.
  public sealed interface Kind {}

  /// A Monitoring Plugins executable with its arguments; never a shell.
  public record Command(List<String> arguments, Map<String, String> environment) implements Kind {
    public Command {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /// A check that the agent brings along.
  public record Builtin(String id, Map<String, String> arguments) implements Kind {
    public Builtin {
      arguments = Map.copyOf(arguments);
    }
  }

  public CheckDefinition {
    requirePositive("interval", interval);
    requirePositive("retryInterval", retryInterval);
    requirePositive("timeout", timeout);
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, was " + maxAttempts);
    }
  }

  /// The last part of the name.
  public String id() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static void requirePositive(String what, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(what + " must be longer than 0, was " + duration);
    }
  }
}
