package io.aramaki.kit.http.admin;

import java.time.Clock;
import java.time.Instant;

/// Who answers.
///
/// @param service `monitoring`
/// @param name which one of those
/// @param startTime since when
/// @param clock the clock of `now`
public record Instance(String service, String name, Instant startTime, Clock clock) {
  public static Instance started(String service, String name, Clock clock) {
    return new Instance(service, name, clock.instant(), clock);
  }
}
