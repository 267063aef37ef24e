/// What the agents' door needs of our services, kept up to date in memory: who owns which shard,
/// who is revoked, where inventory is.
@NullMarked
package io.aramaki.gateway.grpc.session;

import org.jspecify.annotations.NullMarked;
