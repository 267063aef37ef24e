/// The stream on which an agent receives dispatches and reports runs and facts.
@NullMarked
package io.aramaki.inventory.grpc.control;

import org.jspecify.annotations.NullMarked;
