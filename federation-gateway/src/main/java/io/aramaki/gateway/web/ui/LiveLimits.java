package io.aramaki.gateway.web.ui;

import io.aramaki.gateway.grpc.rest.Failure;
import java.util.HashMap;
import java.util.Map;

/// Limits open event streams, so that many open tabs do not take the door's places from others.
public final class LiveLimits {
  static final int STREAMS_MAX = 300;
  static final int STREAMS_PER_PERSON_MAX = 12;

  private final Map<String, Integer> open = new HashMap<>();
  private int total;

  /// A place that is taken until it is closed.
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// Takes a place.
  ///
  /// @throws Failure if there is none
  public synchronized Place enter(String person) {
    int its = open.getOrDefault(person, 0);
    if (total >= STREAMS_MAX || its >= STREAMS_PER_PERSON_MAX) {
      throw new Failure(
          429,
          "RESOURCE_EXHAUSTED",
          "TOO_MANY_STREAMS",
          "there are "
              + STREAMS_PER_PERSON_MAX
              + " live streams for each person and "
              + STREAMS_MAX
              + " in all; close a page");
    }
    total++;
    open.merge(person, 1, Integer::sum);
    return () -> leave(person);
  }

  private synchronized void leave(String person) {
    total--;
    open.computeIfPresent(person, (_, count) -> count == 1 ? null : count - 1);
  }
}
