/// Tests of what the session reads.
@NullMarked
package io.aramaki.monitoring.grpc.session;

import org.jspecify.annotations.NullMarked;
