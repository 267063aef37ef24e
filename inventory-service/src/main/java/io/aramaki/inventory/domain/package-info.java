/// What the sub-domains of the inventory share: the ids of things, the refusals, and pages. It
/// knows neither gRPC nor Cassandra; each sub-package is one aggregate with the store it needs.
@NullMarked
package io.aramaki.inventory.domain;

import org.jspecify.annotations.NullMarked;
