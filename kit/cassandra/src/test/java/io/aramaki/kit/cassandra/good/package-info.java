/// Schema files for a test.
@org.jspecify.annotations.NullMarked
package io.aramaki.kit.cassandra.good;
