package io.aramaki.monitoring.domain.promql.syntax;

import io.aramaki.monitoring.domain.promql.token.Kind;
import java.util.Locale;

/// An operator that makes one value of many.
public enum Aggregation {
  AVG,
  BOTTOMK,
  COUNT,
  COUNT_VALUES,
  GROUP,
  MAX,
  MIN,
  QUANTILE,
  STDDEV,
  STDVAR,
  SUM,
  TOPK;

  static Aggregation of(Kind token) {
    return valueOf(token.name());
  }

  /// As queries call it.
  public String sign() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Tells whether it takes another argument before the vector.
  public boolean hasParameter() {
    return this == TOPK || this == BOTTOMK || this == COUNT_VALUES || this == QUANTILE;
  }
}
