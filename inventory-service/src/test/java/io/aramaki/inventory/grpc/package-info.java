@NullMarked
package io.aramaki.inventory.grpc;

import org.jspecify.annotations.NullMarked;
