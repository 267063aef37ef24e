/// The outside world of the tests: a site that breaks, a webhook receiver, the tracker and the way
/// to it, a receiver of traces.
@org.jspecify.annotations.NullMarked
package io.aramaki.e2e.peer;
