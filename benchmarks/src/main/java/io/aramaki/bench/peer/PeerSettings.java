package io.aramaki.bench.peer;

import io.aramaki.bench.data.DataPlan;
import java.nio.file.Path;

/// What every peer of a run is given.
///
/// @param plan the data
/// @param root the directory of the sources, where the script lies
/// @param cache where packages that were fetched stay
/// @param directory a fresh one, for all that the peer writes
/// @param batchSteps how many steps of a host's series go into one batch of our agents
/// @param requestSteps how many steps of a series go into one request of the other ways
public record PeerSettings(
    DataPlan plan, Path root, Path cache, Path directory, int batchSteps, int requestSteps) {}
