package io.aramaki.bench.load;

import io.aramaki.agent.spool.batch.BatchKey;
import io.aramaki.type.v1.CheckStatus;
import java.time.Instant;

/// A change of status between two results of a check, in the order in which the agent sent them. It
/// is a hard one if the check's definition has one attempt.
///
/// @param system the system
/// @param check the check
/// @param before the status of the result before; OK for the first result
/// @param after the status of this result
/// @param output the output of this result, which a driver may make unique
/// @param observeTime the time of this result
/// @param batch the batch that carries it
public record Transition(
    String system,
    String check,
    CheckStatus before,
    CheckStatus after,
    String output,
    Instant observeTime,
    BatchKey batch) {}
