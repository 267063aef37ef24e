package io.aramaki.monitoring.domain.index.limit;

import io.aramaki.monitoring.domain.series.SeriesBlock;
import java.util.List;
import java.util.Optional;

/// What of a batch is taken.
///
/// @param blocks those whose series are known now; not copied, since it is asked for with each
///   batch
/// @param refusal why the others are not; empty if all are taken
public record Admission(List<SeriesBlock> blocks, Optional<SeriesRefusal> refusal) {}
