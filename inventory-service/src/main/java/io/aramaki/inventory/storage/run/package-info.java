/// Actions and their runs in Cassandra.
@NullMarked
package io.aramaki.inventory.storage.run;

import org.jspecify.annotations.NullMarked;
