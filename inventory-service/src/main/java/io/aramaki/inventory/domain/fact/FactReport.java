package io.aramaki.inventory.domain.fact;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// All facts that one agent sees about one system: keys that are missing are gone.
///
/// @param system about which system
/// @param agent who sees them
/// @param values by key
/// @param observeTime when they were seen
public record FactReport(
    SystemId system, AgentId agent, Map<String, String> values, Instant observeTime) {
  public static final int FACTS_MAX = 500;
  private static final int VALUE_LENGTH_MAX = 1000;
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*");
  private static final int KEY_LENGTH_MAX = 100;

  public FactReport {
    values = Map.copyOf(values);
    if (values.size() > FACTS_MAX) {
      throw new IllegalArgumentException(
          "has " + values.size() + " facts, at most " + FACTS_MAX + " are allowed");
    }
    for (Map.Entry<String, String> fact : values.entrySet()) {
      requireFact(fact.getKey(), fact.getValue());
    }
  }

  private static void requireFact(String key, String value) {
    if (key.length() > KEY_LENGTH_MAX || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "fact \"" + key + "\" must match " + KEY + " and have at most 100 characters");
    }
    if (value.length() > VALUE_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "fact \"" + key + "\" has " + value.length() + " characters, at most 1000 are allowed");
    }
  }
}
