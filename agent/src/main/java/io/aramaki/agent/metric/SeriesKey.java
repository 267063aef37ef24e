package io.aramaki.agent.metric;

import java.util.Map;

/// Names one series of an agent.
///
/// @param system the system it belongs to
/// @param metric the metric's name, `[a-zA-Z_:][a-zA-Z0-9_:]*`
/// @param labels its labels, without `agent` and `system`
/// @param unit `bytes`, `seconds`, `percent`, …; empty if none
public record SeriesKey(String system, String metric, Map<String, String> labels, String unit) {
  public SeriesKey {
    labels = Map.copyOf(labels);
  }
}
