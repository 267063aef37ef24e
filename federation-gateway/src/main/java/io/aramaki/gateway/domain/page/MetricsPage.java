package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.chart.SeriesView;
import java.util.List;

/// The newest metrics of a system.
///
/// @param more whether there are more than are shown
/// @param truncated whether there are some that monitoring does not keep at hand
public record MetricsPage(
    String system, Part<List<SeriesView>> series, boolean more, boolean truncated) {}
