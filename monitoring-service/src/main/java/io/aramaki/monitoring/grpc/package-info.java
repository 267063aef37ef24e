/// Monitoring's endpoints: each translates the API's messages to the domain and back. Nothing of
/// the business is decided here.
@NullMarked
package io.aramaki.monitoring.grpc;

import org.jspecify.annotations.NullMarked;
