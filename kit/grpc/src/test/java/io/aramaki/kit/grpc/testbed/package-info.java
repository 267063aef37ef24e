/// A contract made by hand and a server with clients around it, over real sockets and real TLS.
@NullMarked
package io.aramaki.kit.grpc.testbed;

import org.jspecify.annotations.NullMarked;
