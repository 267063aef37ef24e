@NullMarked
package io.aramaki.inventory.domain.people;

import org.jspecify.annotations.NullMarked;
