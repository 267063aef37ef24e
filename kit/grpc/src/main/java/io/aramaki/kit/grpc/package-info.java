/// Small things that every endpoint shares: unary answers, streams with flow control, field masks,
/// etags; and the interface by which servers and clients are counted.
@NullMarked
package io.aramaki.kit.grpc;

import org.jspecify.annotations.NullMarked;
