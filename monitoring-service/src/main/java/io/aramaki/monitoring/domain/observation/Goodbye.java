package io.aramaki.monitoring.domain.observation;

import java.time.Duration;

/// A planned stop.
///
/// @param reason why, for people
/// @param expectedAbsence for how long silence is expected; zero for ever
public record Goodbye(String reason, Duration expectedAbsence) {}
