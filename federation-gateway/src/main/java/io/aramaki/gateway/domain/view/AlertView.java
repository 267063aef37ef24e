package io.aramaki.gateway.domain.view;

import io.aramaki.gateway.domain.status.Badness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An alert.
///
/// @param state in lower case: `firing`, `resolved`, `expired`
/// @param owner who acknowledged it; empty if nobody did
/// @param suppressions what keeps it from notifying, by resource name
/// @param etag to be sent back with a change
public record AlertView(
    String name,
    String system,
    String check,
    String agent,
    String state,
    Badness severity,
    String summary,
    Map<String, String> labels,
    Optional<Instant> startTime,
    Optional<Instant> resolveTime,
    String owner,
    String comment,
    Optional<Instant> acknowledgeTime,
    List<String> suppressions,
    long episode,
    String etag) {

  public AlertView {
    labels = Map.copyOf(labels);
    suppressions = List.copyOf(suppressions);
  }

  public String id() {
    return Texts.id(name);
  }

  public boolean isFiring() {
    return state.equals("firing");
  }

  public boolean isOwned() {
    return !owner.isEmpty();
  }
}
