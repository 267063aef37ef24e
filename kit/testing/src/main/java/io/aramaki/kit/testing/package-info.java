/// What the tests of every module stand on: a real Cassandra, a clock and ids under control,
/// properties over seeded choices, and the rules of the house as JUnit checks.
@NullMarked
package io.aramaki.kit.testing;

import org.jspecify.annotations.NullMarked;
