package io.aramaki.gateway.domain.view;

import java.time.Instant;
import java.util.Optional;

/// A fact about a system.
///
/// @param observeTime when this value was first seen
public record FactView(String key, String value, String agent, Optional<Instant> observeTime) {}
