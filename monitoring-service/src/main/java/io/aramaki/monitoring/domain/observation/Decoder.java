package io.aramaki.monitoring.domain.observation;

/// Reads the content of a batch.
@FunctionalInterface
public interface Decoder {
  /// Reads what can be read; items that break a rule are listed as rejected. Names that another
  /// batch has are read from the journal, which may be away.
  ///
  /// @throws Undecodable if nothing of it can be read
  Observations decode(JournalRow row);
}
