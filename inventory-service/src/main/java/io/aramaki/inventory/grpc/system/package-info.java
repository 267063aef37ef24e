/// Systems and the facts about them.
@NullMarked
package io.aramaki.inventory.grpc.system;

import org.jspecify.annotations.NullMarked;
