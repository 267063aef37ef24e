/// What the gateway knows about agents' sessions without looking at what they carry: which shard an
/// agent belongs to and who owns it, which certificates are revoked, where a stream's messages
/// begin and end. Plain Java: no network, no clock of its own.
@NullMarked
package io.aramaki.gateway.domain.session;

import org.jspecify.annotations.NullMarked;
