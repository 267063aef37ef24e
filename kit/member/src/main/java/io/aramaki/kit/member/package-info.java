/// What every service needs of inventory, the only service that all others know: its own
/// certificate and the organisation's keys, the rights of people, the certificates that are
/// revoked, and the anchoring of its audit chain.
@NullMarked
package io.aramaki.kit.member;

import org.jspecify.annotations.NullMarked;
