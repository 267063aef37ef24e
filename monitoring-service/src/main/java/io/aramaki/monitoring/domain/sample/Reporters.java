package io.aramaki.monitoring.domain.sample;

import java.util.List;

/// Which agents have reported samples of which systems, so that a reader knows whose journal to
/// read.
public interface Reporters {
  /// Returns after it is durable. Again does no harm.
  void add(String system, String agent);

  List<String> of(String system);
}
