package io.aramaki.alerting.grpc;

import java.time.Instant;

/// Where items stand in lists, as text in whose order they come.
final class Places {
  private Places() {}

  /// Those that stand first, then the others; among them the newest first.
  static String newestFirst(boolean stands, Instant when, String id) {
    return "%d %019d %s".formatted(stands ? 0 : 1, Long.MAX_VALUE - when.toEpochMilli(), id);
  }
}
