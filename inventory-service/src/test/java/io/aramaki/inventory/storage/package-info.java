@NullMarked
package io.aramaki.inventory.storage;

import org.jspecify.annotations.NullMarked;
