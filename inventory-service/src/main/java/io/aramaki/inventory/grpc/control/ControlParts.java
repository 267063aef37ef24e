package io.aramaki.inventory.grpc.control;

import io.aramaki.inventory.domain.agent.Agents;
import io.aramaki.inventory.domain.run.Runs;
import io.aramaki.inventory.grpc.Names;
import io.aramaki.inventory.grpc.key.OrganisationKeys;
import java.util.function.LongSupplier;

/// What every control session works with.
///
/// @param arrived called when an agent has connected
/// @param nanoTime the monotonic clock
record ControlParts(
    Agents agents,
    Runs runs,
    FactReports factReports,
    OrganisationKeys keys,
    Definitions definitions,
    Dispatches dispatches,
    ConnectedAgents connected,
    Names names,
    Runnable arrived,
    LongSupplier nanoTime) {}
