/// The inventory's tables in Cassandra: one class for each store of the domain, with its statements
/// at the top. The schema lies beside it in the resources, numbered and append-only.
@NullMarked
package io.aramaki.inventory.storage;

import org.jspecify.annotations.NullMarked;
