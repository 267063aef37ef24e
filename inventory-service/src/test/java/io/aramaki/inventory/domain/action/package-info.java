@NullMarked
package io.aramaki.inventory.domain.action;

import org.jspecify.annotations.NullMarked;
