/// The API's messages to and from the domain.
@NullMarked
package io.aramaki.monitoring.grpc.message;

import org.jspecify.annotations.NullMarked;
