package io.aramaki.monitoring.domain.subject;

import java.util.Optional;

/// Asks inventory.
@FunctionalInterface
public interface SubjectSource {
  /// Answers the subject set; empty if inventory knows no such agent.
  ///
  /// @throws SubjectsUnavailable if inventory does not answer
  Optional<SubjectSet> fetch(String agent);
}
