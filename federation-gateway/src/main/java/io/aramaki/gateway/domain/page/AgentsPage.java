package io.aramaki.gateway.domain.page;

import io.aramaki.gateway.domain.view.AgentView;
import java.util.List;

/// All agents that somebody may see.
///
/// @param missing what could not be read, a sentence each
/// @param more whether there are more than are shown
public record AgentsPage(Part<List<AgentView>> agents, List<String> missing, boolean more) {}
