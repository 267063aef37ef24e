package io.aramaki.ticketing.domain.tracker;

/// An issue to be created.
///
/// @param marker what our issue carries, see `LinkKey.marker()`
/// @param title cut by the adapter to what the tracker takes
/// @param severity `warning`, `critical` or `unknown`
public record Draft(String marker, String title, String description, String severity) {}
