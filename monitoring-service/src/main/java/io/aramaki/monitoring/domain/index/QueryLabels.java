package io.aramaki.monitoring.domain.index;

import io.aramaki.kit.name.ResourceName;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesKey;
import java.util.HashMap;
import java.util.Map;

/// The labels of a series as queries see them: those that the sender gave, the metric as
/// `__name__`, and `system` and `agent` by their ids, which are unique in the organisation.
final class QueryLabels {
  private static final String SYSTEM = "system";
  private static final String AGENT = "agent";

  private final Map<String, String> texts = new HashMap<>();

  /// The labels of a series. Texts that were seen before are not kept twice.
  Labels of(SeriesKey key) {
    var all = new HashMap<String, String>();
    key.labels().forEach((name, value) -> all.put(once(name), once(value)));
    all.put(Labels.NAME, once(key.metric()));
    all.put(SYSTEM, once(ResourceName.parse(key.system()).id()));
    all.computeIfPresent(AGENT, (_, agent) -> once(ResourceName.parse(agent).id()));
    return Labels.of(all);
  }

  private String once(String text) {
    return texts.computeIfAbsent(text, t -> t);
  }
}
