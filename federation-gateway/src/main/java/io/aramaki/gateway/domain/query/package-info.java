/// The words of the Prometheus HTTP API: parameters, times, numbers, errors.
@NullMarked
package io.aramaki.gateway.domain.query;

import org.jspecify.annotations.NullMarked;
