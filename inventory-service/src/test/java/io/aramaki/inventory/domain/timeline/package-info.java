@NullMarked
package io.aramaki.inventory.domain.timeline;

import org.jspecify.annotations.NullMarked;
