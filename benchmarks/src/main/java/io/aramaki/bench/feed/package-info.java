/// Feeding a server with a plan's data, and comparing what it then has with the same data made
/// again.
@NullMarked
package io.aramaki.bench.feed;

import org.jspecify.annotations.NullMarked;
