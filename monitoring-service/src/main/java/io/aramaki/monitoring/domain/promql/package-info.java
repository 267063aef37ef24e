/// PromQL over any source of series: the language of Prometheus 2.42 for floats. Parsed in `token`
/// and `syntax`, evaluated series by series over plain arrays in `eval`. What is supported and
/// where it differs stands in `docs/promql.md`.
@NullMarked
package io.aramaki.monitoring.domain.promql;

import org.jspecify.annotations.NullMarked;
