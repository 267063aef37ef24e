/// Simulated agents that speak the real protocol through the gateway's agent door, and keep a
/// ledger of what they sent and what was acknowledged.
@NullMarked
package io.aramaki.bench.load;

import org.jspecify.annotations.NullMarked;
