package io.aramaki.monitoring.domain.check;

/// What one input did to a check.
///
/// @param before as it was
/// @param after as it is
/// @param changed true if it is a change for the log: another status or hardness, or a problem of a
///   volatile check
/// @param mustPersist true if the record must be durable before anything later happens
public record Step(CheckRecord before, CheckRecord after, boolean changed, boolean mustPersist) {
  static Step nothing(CheckRecord record) {
    return new Step(record, record, false, false);
  }

  static Step of(CheckRecord before, CheckRecord after, boolean repeatsCount) {
    boolean other = before.status() != after.status() || before.hardness() != after.hardness();
    boolean changed = other || (repeatsCount && after.status().isProblem());
    return new Step(before, after, changed, changed || before.ttl().differsDurably(after.ttl()));
  }

  /// The last HARD status before the change, for those who notify; NONE if a repeat must notify.
  public Status previousHard() {
    boolean repeat = before.status() == after.status() && before.hardness() == after.hardness();
    return repeat ? Status.NONE : before.hardStatus();
  }
}
