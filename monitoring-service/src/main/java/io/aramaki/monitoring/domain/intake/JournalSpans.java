package io.aramaki.monitoring.domain.intake;

import io.aramaki.monitoring.domain.sequence.BatchKey;
import java.util.List;

/// Shows the journal write in the traces of the sampled results of a batch.
@FunctionalInterface
public interface JournalSpans {
  /// A world without traces.
  JournalSpans NONE = (_, _, write) -> write.run();

  /// Runs the write within the spans.
  void around(List<String> traceparents, BatchKey key, Runnable write);
}
