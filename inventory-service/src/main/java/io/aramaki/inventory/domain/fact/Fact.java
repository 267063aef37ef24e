package io.aramaki.inventory.domain.fact;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import java.time.Instant;
import java.util.Optional;

/// One value that a fact has or had.
///
/// @param system about which system
/// @param key dotted, for example `os.version`
/// @param value the value
/// @param agent who saw it
/// @param observeTime when this value was first seen
/// @param replaceTime when it gave way to another one or went away; empty if it is current
public record Fact(
    SystemId system,
    String key,
    String value,
    AgentId agent,
    Instant observeTime,
    Optional<Instant> replaceTime) {

  Fact replacedAt(Instant time) {
    return new Fact(system, key, value, agent, observeTime, Optional.of(time));
  }
}
