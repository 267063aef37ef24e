@NullMarked
package io.aramaki.inventory.domain.fact;

import org.jspecify.annotations.NullMarked;
