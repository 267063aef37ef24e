/// What an instance's Cassandra is doing, and how much it keeps.
@NullMarked
package io.aramaki.bench.storage;

import org.jspecify.annotations.NullMarked;
