package io.aramaki.agent.session.wire;

import io.aramaki.agent.check.CheckDefinition;
import io.aramaki.agent.check.CheckSet;
import io.aramaki.monitoring.v1.Check;
import io.aramaki.monitoring.v1.CheckDefinitionSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads check definitions and fills in what the contract says about absent fields.
public final class CheckSets {
  private static final Logger log = LoggerFactory.getLogger(CheckSets.class);
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_MAX = 100;
  private static final int OUTPUT_BYTES = 16 * 1024;
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;

  private CheckSets() {}

  /// Reads a verified set. A check that this agent does not understand is left out and logged: it
  /// must not cost the others.
  public static CheckSet read(CheckDefinitionSet set) {
    var checks = new ArrayList<CheckDefinition>();
    for (Check check : set.getChecksList()) {
      Optional<CheckDefinition.Kind> kind = kind(check);
      if (kind.isPresent()) {
        checks.add(definition(check, kind.get()));
      } else {
        log.atWarn().addKeyValue("check", check.getName()).log("check of an unknown kind left out");
      }
    }
    return new CheckSet(set.getVersion(), checks);
  }

  private static Optional<CheckDefinition.Kind> kind(Check check) {
    return switch (check.getKindCase()) {
      case COMMAND ->
          check.getCommand().getArgumentsCount() == 0
              ? Optional.empty()
              : Optional.of(
                  new CheckDefinition.Command(
                      check.getCommand().getArgumentsList(),
                      check.getCommand().getEnvironmentMap()));
      case BUILTIN ->
          Optional.of(
              new CheckDefinition.Builtin(
                  check.getBuiltin().getId(), check.getBuiltin().getArgumentsMap()));
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  private static CheckDefinition definition(Check check, CheckDefinition.Kind kind) {
    Duration interval = check.hasInterval() ? Times.span(check.getInterval()) : INTERVAL;
    interval = atLeast(interval);
    Duration retry = check.hasRetryInterval() ? Times.span(check.getRetryInterval()) : interval;
    Duration timeout = check.hasTimeout() ? Times.span(check.getTimeout()) : TIMEOUT;
    timeout = timeout.isZero() ? TIMEOUT : timeout;
    int attempts = check.getMaxCheckAttempts();
    int output = check.getMaxOutputBytes();
    return new CheckDefinition(
        check.getName(),
        check.getSystem(),
        kind,
        interval,
        atLeast(retry),
        attempts <= 0 ? ATTEMPTS : Math.min(attempts, ATTEMPTS_MAX),
        timeout.compareTo(interval) > 0 ? interval : timeout,
        check.getVolatile(),
        output <= 0 ? OUTPUT_BYTES : Math.min(output, OUTPUT_BYTES_MAX));
  }

  private static Duration atLeast(Duration interval) {
    return interval.compareTo(INTERVAL_MIN) < 0 ? INTERVAL_MIN : interval;
  }
}
