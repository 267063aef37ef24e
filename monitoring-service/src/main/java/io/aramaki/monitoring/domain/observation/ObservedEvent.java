package io.aramaki.monitoring.domain.observation;

import java.time.Instant;

/// Something that an agent saw.
///
/// @param system the system
/// @param kind its kind, for example `agent.started`
/// @param summary one line for people
/// @param observeTime when it was seen, by the agent's clock
public record ObservedEvent(String system, String kind, String summary, Instant observeTime) {}
