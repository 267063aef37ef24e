package io.aramaki.alerting.domain;

import io.aramaki.alerting.domain.alert.AlertKey;
import io.aramaki.alerting.domain.alert.Problem;
import java.util.Optional;

/// A confirmed change of a check, as monitoring logged it.
///
/// @param shard the shard of monitoring's log
/// @param seq the position in it
/// @param hard false if the change is not confirmed: then it only moves the cursor
/// @param problem what is wrong; empty if the check is OK
/// @param output the output of the result
/// @param traceparent the parent of every later span; empty if none
public record StateChange(
    int shard,
    long seq,
    AlertKey key,
    boolean hard,
    Optional<Problem> problem,
    String output,
    String traceparent) {}
