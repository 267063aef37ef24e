/// Tests of what the session reads.
@NullMarked
package io.aramaki.monitoring.grpc.content;

import org.jspecify.annotations.NullMarked;
