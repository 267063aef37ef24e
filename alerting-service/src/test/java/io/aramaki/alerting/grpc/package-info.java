@NullMarked
package io.aramaki.alerting.grpc;

import org.jspecify.annotations.NullMarked;
