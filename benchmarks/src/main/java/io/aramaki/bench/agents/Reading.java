package io.aramaki.bench.agents;

import io.aramaki.bench.machine.Connections;
import io.aramaki.bench.machine.ProcessMemory;

/// What was seen at one number of agents.
///
/// @param agents how many were to be there
/// @param open how many of them have a session, as the driver knows
/// @param connections as the kernel knows them, at both ends
/// @param sessions as the gateway knows them: two of each agent
/// @param gateway its memory as it is, before anybody asked it to collect garbage
/// @param heapKib what its heap holds after a collection
/// @param acknowledgedBatches of all agents together, from the begin
/// @param series of the agents, as monitoring knows them
/// @param lost sessions that were opened again
record Reading(
    int agents,
    int open,
    Connections connections,
    long sessions,
    ProcessMemory gateway,
    long heapKib,
    long acknowledgedBatches,
    long series,
    long lost) {

  /// Answers whether everybody was there with all series.
  ///
  /// @param seriesEach of each agent
  boolean isComplete(int seriesEach) {
    return open == agents
        && connections.accepted() >= agents
        && connections.made() >= agents
        && sessions >= 2L * agents
        && series >= (long) seriesEach * agents;
  }
}
