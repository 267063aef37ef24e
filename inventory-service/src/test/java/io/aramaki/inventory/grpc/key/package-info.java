@NullMarked
package io.aramaki.inventory.grpc.key;

import org.jspecify.annotations.NullMarked;
