package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.status.Badness;
import io.aramaki.gateway.domain.view.SystemView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One system in the list of systems.
///
/// @param total its status with all that it consists of
/// @param checks how many of its own checks are in which state, the worst first
/// @param causes the systems that make it as bad as it is, itself perhaps among them
/// @param alerts how many alerts fire for it
/// @param newestChange when one of its checks last changed its state
public record SystemRow(
    SystemView system,
    Badness total,
    Map<Badness, Integer> checks,
    List<SystemView> causes,
    int alerts,
    Optional<Instant> newestChange) {}
