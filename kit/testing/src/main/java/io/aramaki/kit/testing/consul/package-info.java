/// A Consul agent of our own for tests: its HTTP interface as far as this project uses it, on a
/// real socket, able to misbehave as a test asks.
@NullMarked
package io.aramaki.kit.testing.consul;

import org.jspecify.annotations.NullMarked;
