package io.aramaki.kit.http.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// How one part of a process is: ready or not and why not, with figures that show whether it gets
/// on (the time of the last durable acknowledgement, the age of the oldest unacknowledged, the
/// depth of a queue). A part that says "ready" and stands still is found by its figures.
///
/// @param ready whether the process can do its work with this part as it is
/// @param reason why not, for people; empty if ready
/// @param figures by name, units last: `queue_bytes`, `last_ack_time`
public record Part(boolean ready, String reason, SequencedMap<String, Object> figures) {
  public Part {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
  }

  /// Answers a part that works; add figures by [#with].
  public static Part up() {
    return new Part(true, "", new LinkedHashMap<>());
  }

  /// Answers a part that does not work.
  ///
  /// @param reason what is wrong and, if known, since when
  public static Part down(String reason) {
    return new Part(false, reason, new LinkedHashMap<>());
  }

  public Part with(String figure, long value) {
    return put(figure, value);
  }

  public Part with(String figure, double value) {
    return put(figure, value);
  }

  public Part with(String figure, String value) {
    return put(figure, value);
  }

  public Part with(String figure, Instant value) {
    return put(figure, value);
  }

  /// Shows a duration in seconds; let the name end in `_seconds`.
  public Part with(String figure, Duration value) {
    return put(figure, value);
  }

  private Part put(String figure, Object value) {
    var more = new LinkedHashMap<>(figures);
    more.put(figure, value);
    return new Part(ready, reason, more);
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("ready", ready);
    if (!ready) {
      json.put("reason", reason);
    }
    json.putAll(figures.isEmpty() ? Map.of() : Map.of("figures", figures));
    return json;
  }
}
