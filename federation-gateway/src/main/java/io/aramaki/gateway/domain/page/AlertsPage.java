package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.view.AlertView;
import java.util.List;

/// Alerts over all systems, those that fire first.
///
/// @param state `firing`, `resolved`, `expired`, or empty for all
/// @param more whether there are more than are shown
public record AlertsPage(Part<List<AlertView>> alerts, String state, boolean more) {}
