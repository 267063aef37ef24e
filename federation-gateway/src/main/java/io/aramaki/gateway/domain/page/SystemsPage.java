package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.status.Badness;
import java.util.List;
import java.util.Map;

/// All systems that somebody may see, the worst first.
///
/// @param counts how many systems are in which state
/// @param missing what could not be read, a sentence each
/// @param query what the list is narrowed to; empty if it is not
/// @param more whether there are more systems than are shown
public record SystemsPage(
    Part<List<SystemRow>> rows,
    Map<Badness, Integer> counts,
    List<String> missing,
    String query,
    boolean more) {}
