package io.aramaki.gateway.domain.view;

import io.aramaki.gateway.domain.status.Badness;
import java.time.Instant;
import java.util.Optional;

/// One entry of an alert's history.
///
/// @param kind what happened, for example `acknowledged`
/// @param actor who did it; empty if nobody did
public record TransitionView(
    String kind, Optional<Instant> time, String actor, String summary, Badness severity) {}
