/// What monitoring asks others: inventory for subjects and keys, its own other instances for what
/// they have in memory.
@NullMarked
package io.aramaki.monitoring.grpc.outbound;

import org.jspecify.annotations.NullMarked;
