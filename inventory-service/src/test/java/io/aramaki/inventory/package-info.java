@NullMarked
package io.aramaki.inventory;

import org.jspecify.annotations.NullMarked;
