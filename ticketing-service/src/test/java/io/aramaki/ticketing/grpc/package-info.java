@NullMarked
package io.aramaki.ticketing.grpc;

import org.jspecify.annotations.NullMarked;
