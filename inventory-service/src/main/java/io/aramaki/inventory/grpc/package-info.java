/// Inventory's wire: one endpoint a service, mappers beside them, and the agents' control stream.
@NullMarked
package io.aramaki.inventory.grpc;

import org.jspecify.annotations.NullMarked;
