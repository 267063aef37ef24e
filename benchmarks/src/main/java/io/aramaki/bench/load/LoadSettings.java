package io.aramaki.bench.load;

import io.aramaki.kit.time.Backoff;
import java.time.Duration;

/// How a simulated agent behaves.
///
/// @param unansweredMax how many batches may be without an answer; whoever offers more waits
/// @param answerTimeout after which a session without any answer is given up
/// @param backoff how long to wait before the next session
/// @param control whether it also holds a control session, as a real agent does
public record LoadSettings(
    int unansweredMax, Duration answerTimeout, Backoff backoff, boolean control) {
  /// For most drivers: 1,000 batches, and back within 2 s.
  public static final LoadSettings DEFAULT =
      new LoadSettings(
          1_000,
          Duration.ofSeconds(20),
          new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2)),
          false);

  public LoadSettings {
    if (unansweredMax < 1) {
      throw new IllegalArgumentException("unansweredMax must be at least 1, was " + unansweredMax);
    }
  }

  /// The same with another bound.
  public LoadSettings withUnansweredMax(int max) {
    return new LoadSettings(max, answerTimeout, backoff, control);
  }

  /// The same with another patience.
  public LoadSettings withAnswerTimeout(Duration timeout) {
    return new LoadSettings(unansweredMax, timeout, backoff, control);
  }

  /// The same with a control session.
  public LoadSettings withControl() {
    return new LoadSettings(unansweredMax, answerTimeout, backoff, true);
  }
}
