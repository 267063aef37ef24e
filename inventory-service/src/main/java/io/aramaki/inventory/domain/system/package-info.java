/// Systems: the things we manage, which aggregate subsystems n:m, cycles included.
@NullMarked
package io.aramaki.inventory.domain.system;

import org.jspecify.annotations.NullMarked;
