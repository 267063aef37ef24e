package io.aramaki.agent.check;

import java.time.Duration;
import java.time.Instant;

/// The result of one execution, on its way to the spool.
///
/// @param check what was run
/// @param outcome what came out
/// @param observeTime when it was started, by the wall clock
/// @param took how long it took, by the monotonic clock
/// @param trace the trace context of the execution
/// @param setVersion the version of the definitions under which it ran
/// @param statusChanged true if the status differs from that of the result before
public record CheckResult(
    CheckDefinition check,
    CheckOutcome outcome,
    Instant observeTime,
    Duration took,
    ExecutionTrace trace,
    long setVersion,
    boolean statusChanged) {}
