@NullMarked
package io.aramaki.inventory.grpc.control;

import org.jspecify.annotations.NullMarked;
