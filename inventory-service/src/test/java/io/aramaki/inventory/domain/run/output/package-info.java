@NullMarked
package io.aramaki.inventory.domain.run.output;

import org.jspecify.annotations.NullMarked;
