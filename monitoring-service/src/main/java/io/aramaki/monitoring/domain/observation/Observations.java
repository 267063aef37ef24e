package io.aramaki.monitoring.domain.observation;

import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The content of a batch, decoded after the acknowledgement.
///
/// @param names the series that the batch names for later ones, if they can be kept
/// @param series metric samples
/// @param results check results, in order
/// @param events events, in order
/// @param goodbye set in the last batch before a planned stop
/// @param rejected items that break a rule and are left out of the others
public record Observations(
    Optional<SeriesSet> names,
    List<SeriesBlock> series,
    List<CheckResult> results,
    List<ObservedEvent> events,
    @Nullable Goodbye goodbye,
    List<Rejected> rejected) {
  public static final Observations NONE =
      new Observations(Optional.empty(), List.of(), List.of(), List.of(), null, List.of());

  /// An item that cannot be used.
  ///
  /// @param item which one, for example `series[2]`
  /// @param reason for machines
  /// @param message what was wrong
  public record Rejected(String item, String reason, String message) {}

  public Observations {
    series = List.copyOf(series);
    results = List.copyOf(results);
    events = List.copyOf(events);
    rejected = List.copyOf(rejected);
  }
}
