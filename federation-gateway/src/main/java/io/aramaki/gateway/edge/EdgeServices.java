package io.aramaki.gateway.edge;

import io.aramaki.gateway.domain.session.Refusal;
import io.aramaki.gateway.domain.session.RelayProgress;
import io.aramaki.gateway.domain.session.Revocations;
import io.aramaki.gateway.domain.session.ShardOwners;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What the agents' door asks the rest of the gateway.
///
/// @param owners who owns which agents now
/// @param revocations who is shut out now
/// @param inventory the address of an instance of inventory, another one each time; empty if none
///   is known
/// @param details encodes a refusal as `grpc-status-details-bin`
/// @param progress the figures that are kept
/// @param clock the wall clock, for certificates
/// @param nanoTime the monotonic clock, for ages
public record EdgeServices(
    Supplier<ShardOwners> owners,
    Supplier<Revocations> revocations,
    Supplier<Optional<String>> inventory,
    Function<Refusal, String> details,
    RelayProgress progress,
    Clock clock,
    LongSupplier nanoTime) {}
