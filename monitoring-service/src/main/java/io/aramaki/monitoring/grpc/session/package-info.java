/// The stream on which agents report: frames in, acknowledgements and signed definitions out.
@NullMarked
package io.aramaki.monitoring.grpc.session;

import org.jspecify.annotations.NullMarked;
