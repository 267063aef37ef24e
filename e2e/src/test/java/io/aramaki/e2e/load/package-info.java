/// Load with a client-side ledger: what was sent, what was acknowledged, and who must have been
/// told of what.
@org.jspecify.annotations.NullMarked
package io.aramaki.e2e.load;
