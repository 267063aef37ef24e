@NullMarked
package io.aramaki.inventory.domain.system;

import org.jspecify.annotations.NullMarked;
