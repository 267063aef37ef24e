/// Tests of the domain package of the same name.
@NullMarked
package io.aramaki.monitoring.grpc.session;

import org.jspecify.annotations.NullMarked;
