package io.aramaki.monitoring.domain.catalog;

import io.aramaki.kit.name.IllegalResourceName;
import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.MonitoringException.InvalidCheck;
import io.aramaki.monitoring.domain.check.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What makes a check definition valid. Each refusal names the field, the value and the rule.
final class DefinitionRules {
  /// Checks that monitoring itself keeps of every agent.
  private static final Set<String> RESERVED_IDS = Set.of("keepalive", "sequence");

  private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
  private static final Duration INTERVAL_MAX = Duration.ofDays(1);
  private static final Duration TTL_MAX = Duration.ofDays(7);
  private static final int ATTEMPTS_MAX = 100;
  private static final int DESCRIPTION_LENGTH_MAX = 4_000;
  private static final int ARGUMENTS_MAX = 64;
  private static final int ARGUMENT_LENGTH_MAX = 4_096;
  private static final int ENTRIES_MAX = 32;
  private static final int VALUE_LENGTH_MAX = 1_024;
  private static final int OUTPUT_BYTES_MAX = 64 << 10;
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,62}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Set<String> SET_BY_US = Set.of("system", "check", "agent", "severity");

  private DefinitionRules() {}

  static void require(
      String name,
      String system,
      String agent,
      String description,
      CheckKind kind,
      Duration interval,
      Duration retryInterval,
      int maxAttempts,
      Duration timeout,
      Duration ttl,
      Status ttlStatus,
      int maxOutputBytes,
      Map<String, String> labels) {
    requireNames(name, system, agent);
    within("interval", interval, INTERVAL_MIN, INTERVAL_MAX);
    within("retry_interval", retryInterval, INTERVAL_MIN, INTERVAL_MAX);
    within("timeout", timeout, Duration.ofMillis(100), interval);
    require(
        ttl.isZero() || (ttl.compareTo(interval) > 0 && ttl.compareTo(TTL_MAX) <= 0),
        "ttl must exceed interval (" + interval + ") and be at most " + TTL_MAX + ", was " + ttl);
    require(ttlStatus.isProblem(), "ttl_status must be WARNING, CRITICAL or UNKNOWN");
    within("max_check_attempts", maxAttempts, 1, ATTEMPTS_MAX);
    within("max_output_bytes", maxOutputBytes, 1, OUTPUT_BYTES_MAX);
    within("length of description", description.length(), 0, DESCRIPTION_LENGTH_MAX);
    requireLabels(labels);
    switch (kind) {
      case CheckKind.Command command -> requireCommand(command);
      case CheckKind.Builtin builtin -> requireBuiltin(builtin);
    }
  }

  private static void requireNames(String name, String system, String agent) {
    ResourceName check = named("name", name, "checks");
    ResourceName of = named("system", system, "systems");
    require(
        !RESERVED_IDS.contains(check.id()),
        "\"" + check.id() + "\" is a check that monitoring itself keeps of every agent");
    require(check.org().equals(of.org()), "system \"" + system + "\" is of another organisation");
    if (!agent.isEmpty()) {
      require(
          named("agent", agent, "agents").org().equals(check.org()),
          "agent \"" + agent + "\" is of another organisation");
    }
  }

  private static ResourceName named(String field, String value, String collection) {
    try {
      return ResourceName.parse(value, collection);
    } catch (IllegalResourceName e) {
      throw new InvalidCheck(field + ": " + e.getMessage());
    }
  }

  private static void requireLabels(Map<String, String> labels) {
    within("number of labels", labels.size(), 0, ENTRIES_MAX);
    labels.forEach((key, value) -> {
      require(LABEL.matcher(key).matches(), "label \"" + key + "\" must match " + LABEL);
      require(!SET_BY_US.contains(key), "label \"" + key + "\" is set by us: leave it out");
      within("length of label " + key, value.length(), 0, VALUE_LENGTH_MAX);
    });
  }

  private static void requireCommand(CheckKind.Command command) {
    within("number of command.arguments", command.arguments().size(), 1, ARGUMENTS_MAX);
    require(!command.arguments().getFirst().isBlank(), "command.arguments[0] must name a program");
    for (String argument : command.arguments()) {
      within("length of an argument", argument.length(), 0, ARGUMENT_LENGTH_MAX);
      require(argument.indexOf('\0') < 0, "an argument must not contain a NUL character");
    }
    within("number of command.environment", command.environment().size(), 0, ENTRIES_MAX);
    command
        .environment()
        .forEach((key, value) -> {
          require(
              VARIABLE.matcher(key).matches(), "variable \"" + key + "\" must match " + VARIABLE);
          within("length of variable " + key, value.length(), 0, ARGUMENT_LENGTH_MAX);
          require(value.indexOf('\0') < 0, "variable " + key + " must not contain a NUL");
        });
  }

  private static void requireBuiltin(CheckKind.Builtin builtin) {
    require(
        CheckKind.Builtin.IDS.contains(builtin.id()),
        "builtin.id \""
            + builtin.id()
            + "\" must be one of "
            + CheckKind.Builtin.IDS.stream().sorted().toList());
    within("number of builtin.arguments", builtin.arguments().size(), 0, ENTRIES_MAX);
    builtin
        .arguments()
        .forEach((key, value) -> within("length of " + key, value.length(), 0, VALUE_LENGTH_MAX));
  }

  private static void within(String what, Duration value, Duration least, Duration most) {
    require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        what + " must be " + least + " to " + most + ", was " + value);
  }

  private static void within(String what, int value, int least, int most) {
    require(
        value >= least && value <= most,
        what + " must be " + least + " to " + most + ", was " + value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidCheck(message);
    }
  }
}
