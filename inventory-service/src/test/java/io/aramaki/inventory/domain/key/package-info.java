@NullMarked
package io.aramaki.inventory.domain.key;

import org.jspecify.annotations.NullMarked;
