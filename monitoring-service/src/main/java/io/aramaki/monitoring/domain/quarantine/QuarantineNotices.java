package io.aramaki.monitoring.domain.quarantine;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.timeline.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells people of what was acknowledged and then could not be evaluated, for one agent. An agent
/// that sends the same wrong thing with every batch is told of once an hour: a timeline full of it
/// would hide the rest.
public final class QuarantineNotices {
  private static final int PER_HOUR_MAX = 20;

  private final Set<String> told = new HashSet<>();
  private long hour;

  /// Answers what to show. It follows from the batch, so a batch that is worked off again shows
  /// nothing twice.
  ///
  /// @param system where to show it
  /// @param received when the batch was received
  public Optional<TimelineEvent> of(QuarantineEntry entry, String system, Instant received) {
    long current = Math.floorDiv(received.getEpochSecond(), Duration.ofHours(1).toSeconds());
    if (current != hour) {
      hour = current;
      told.clear();
    }
    String why = entry.reason() + ": " + entry.message();
    if (told.size() >= PER_HOUR_MAX || !told.add(why)) {
      return Optional.empty();
    }
    String item = entry.item().isEmpty() ? "it" : entry.item() + " in it";
    String id = ResourceName.parse(entry.agent()).id() + "-" + entry.key() + "-" + entry.item();
    return Optional.of(
        TimelineEvent.ofAgent(
            id + "-" + entry.reason(),
            system,
            entry.agent(),
            received,
            "batch " + entry.key() + " was taken, but " + item + " cannot be evaluated: " + why,
            "warning"));
  }
}
