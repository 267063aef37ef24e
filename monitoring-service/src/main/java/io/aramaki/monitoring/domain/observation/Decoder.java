package io.aramaki.monitoring.domain.observation;

/// Reads the content of a batch.
@FunctionalInterface
public interface Decoder {
  /// Reads what can be read; items that break a rule are listed as rejected.
  ///
  /// @throws Undecodable if nothing of it can be read
  Observations decode(JournalRow row);
}
