/// Facts about systems, as agents observed them, with every value that they ever had.
@NullMarked
package io.aramaki.inventory.domain.fact;

import org.jspecify.annotations.NullMarked;
