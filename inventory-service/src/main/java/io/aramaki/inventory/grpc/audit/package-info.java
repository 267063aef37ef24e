/// The audit: anchoring the chains of all services, and reading.
@NullMarked
package io.aramaki.inventory.grpc.audit;

import org.jspecify.annotations.NullMarked;
