package io.aramaki.monitoring.grpc.session;

import io.aramaki.kit.security.sign.TrustedKeys;
import io.aramaki.monitoring.domain.catalog.Checks;
import io.aramaki.monitoring.domain.intake.Intake;
import io.aramaki.monitoring.domain.keepalive.KeepaliveRules;
import io.aramaki.monitoring.domain.shard.Shards;
import io.aramaki.monitoring.domain.subject.Subjects;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What every session works with.
///
/// @param shards the owned shards
/// @param intake the way to the acknowledgement
/// @param subjects for which systems agents may report
/// @param checks the definitions in force
/// @param signer signs them
/// @param keys the organisation's keys
/// @param rules the heartbeat interval
/// @param credits how many batches may be unacknowledged at a time
/// @param clock the steady clock
public record SessionParts(
    Shards shards,
    Intake intake,
    Subjects subjects,
    Checks checks,
    DefinitionSigner signer,
    Supplier<TrustedKeys> keys,
    KeepaliveRules rules,
    int credits,
    InstantSource clock) {}
