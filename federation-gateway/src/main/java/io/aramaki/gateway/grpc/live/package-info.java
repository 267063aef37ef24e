/// What arrives by itself: events of the timeline for open pages, and the output of a run.
@NullMarked
package io.aramaki.gateway.grpc.live;

import org.jspecify.annotations.NullMarked;
