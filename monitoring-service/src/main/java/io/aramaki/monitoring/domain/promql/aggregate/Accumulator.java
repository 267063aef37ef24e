package io.aramaki.monitoring.domain.promql.aggregate;

import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.promql.value.Row;
import java.util.function.Consumer;

/// What has become of the series of one group so far.
interface Accumulator {
  /// Takes another series of the group.
  void add(Row row);

  /// Hands over the result.
  void finish(Labels group, Consumer<Row> into);
}
