/// Action definitions and runs.
@NullMarked
package io.aramaki.inventory.grpc.action;

import org.jspecify.annotations.NullMarked;
