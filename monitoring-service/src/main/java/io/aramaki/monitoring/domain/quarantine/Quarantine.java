package io.aramaki.monitoring.domain.quarantine;

/// Keeps what cannot be used. Writing the same entry again does no harm.
@FunctionalInterface
public interface Quarantine {
  void put(QuarantineEntry entry);
}
