/// What all stores share: how values lie in columns, days in partitions, and how a conditional
/// write whose answer was lost is read back.
@NullMarked
package io.aramaki.inventory.storage.row;

import org.jspecify.annotations.NullMarked;
