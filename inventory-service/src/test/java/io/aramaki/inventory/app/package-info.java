@NullMarked
package io.aramaki.inventory.app;

import org.jspecify.annotations.NullMarked;
