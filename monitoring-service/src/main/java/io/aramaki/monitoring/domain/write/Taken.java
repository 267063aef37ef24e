package io.aramaki.monitoring.domain.write;

/// What became of a write.
///
/// @param refused how many samples were left out
/// @param why beginning with the reason; empty if none was
/// @param namesKept whether series that were named with places may come by them from now on
public record Taken(int refused, String why, boolean namesKept) {}
