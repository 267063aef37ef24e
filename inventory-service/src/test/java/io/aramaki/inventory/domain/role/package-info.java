@NullMarked
package io.aramaki.inventory.domain.role;

import org.jspecify.annotations.NullMarked;
