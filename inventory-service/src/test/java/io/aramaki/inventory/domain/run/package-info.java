@NullMarked
package io.aramaki.inventory.domain.run;

import org.jspecify.annotations.NullMarked;
