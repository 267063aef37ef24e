/// Alerting's state in Cassandra: one shard partition, whose rows are JSON so that they can be read
/// at 3 a.m., and in which every write is one conditional batch.
@NullMarked
package io.aramaki.alerting.storage;

import org.jspecify.annotations.NullMarked;
