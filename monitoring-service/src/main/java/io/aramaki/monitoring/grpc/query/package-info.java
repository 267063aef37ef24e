/// Queries as calls: PromQL and what series there are, over the series of all instances.
@NullMarked
package io.aramaki.monitoring.grpc.query;

import org.jspecify.annotations.NullMarked;
