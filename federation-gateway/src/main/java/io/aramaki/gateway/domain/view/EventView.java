package io.aramaki.gateway.domain.view;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One entry of a timeline.
///
/// @param kind in lower case with dashes, for example `state-change`
/// @param actor who or what did it, by resource name
/// @param subject what it is about, by resource name
/// @param severity `ok`, `unknown`, `warning`, `critical` or empty
public record EventView(
    String id,
    String system,
    String kind,
    Optional<Instant> time,
    String summary,
    String detail,
    String actor,
    String subject,
    String severity) {

  /// What somebody or something changed, as opposed to what followed from it.
  private static final Set<String> CHANGES = Set.of("action", "inventory", "note", "agent");

  /// Tells whether it may be the reason for a problem.
  public boolean isChange() {
    return CHANGES.contains(kind);
  }
}
