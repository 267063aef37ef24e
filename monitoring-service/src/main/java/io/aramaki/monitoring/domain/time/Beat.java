package io.aramaki.monitoring.domain.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When somebody looks next, and whether he comes so late that he cannot know what was meanwhile.
/// Used by one thread.
public final class Beat {
  private final Duration span;
  private final Duration most;
  private Instant dueAt = Instant.MAX;

  /// Makes it; nothing is due before it is started.
  ///
  /// @param span from one look to the next
  /// @param most how much later than due is no matter
  public Beat(Duration span, Duration most) {
    this.span = span;
    this.most = most;
  }

  /// The first look is due now.
  public void start(Instant now) {
    dueAt = now;
  }

  public boolean isDue(Instant now) {
    return !now.isBefore(dueAt);
  }

  /// Looks, so that the next look is due a span from now.
  ///
  /// @return how late it is, if that does matter
  public Optional<Duration> take(Instant now) {
    Duration late = Duration.between(dueAt, now);
    dueAt = now.plus(span);
    return late.compareTo(most) > 0 ? Optional.of(late) : Optional.empty();
  }
}
