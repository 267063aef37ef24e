package io.aramaki.gateway.domain.view;

import io.aramaki.gateway.domain.status.Badness;
import java.time.Instant;
import java.util.Optional;

/// A check and what is known of it now.
///
/// @param check the resource name
/// @param badness the newest result
/// @param hard whether the state is confirmed, so that it notifies
/// @param attempt which attempt the newest result is
/// @param attemptsMax how many confirm it; 0 if not known
/// @param description what it means and what to do when it fails
/// @param observeTime when the newest result was observed
/// @param changeTime since when it is so
public record CheckView(
    String check,
    String system,
    String agent,
    Badness badness,
    boolean hard,
    int attempt,
    int attemptsMax,
    long occurrences,
    String output,
    String description,
    Optional<Instant> observeTime,
    Optional<Instant> changeTime) {

  public String id() {
    return Texts.id(check);
  }

  /// Says how sure the state is, for people.
  public String certainty() {
    if (!badness.isProblem()) {
      return "";
    }
    if (hard) {
      return "confirmed";
    }
    return "attempt " + attempt + (attemptsMax > 0 ? " of " + attemptsMax : "") + ", not confirmed";
  }
}
