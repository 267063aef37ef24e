package io.aramaki.gateway.domain.live;

/// Something has just been added to a system's timeline.
///
/// @param system the system's resource name
/// @param kind what kind of event, in lower case with dashes
public record Update(String system, String kind) {}
