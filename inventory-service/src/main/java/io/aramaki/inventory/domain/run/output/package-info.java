/// What runs print: the beginning and the end of it.
@NullMarked
package io.aramaki.inventory.domain.run.output;

import org.jspecify.annotations.NullMarked;
