package io.aramaki.ticketing.domain.tracker;

/// A comment of ours in the tracker.
///
/// @param id the same note is written once, however often it is asked for
public record Note(String id, String text) {}
