package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.function.Consumer;

/// An aggregation at work: takes one series after another, and hands over the groups at the end.
public interface Groups {
  void add(Row row);

  /// Hands over the results; nothing may be added then.
  void finish(Consumer<Row> into);
}
