@NullMarked
package io.aramaki.inventory.domain.agent;

import org.jspecify.annotations.NullMarked;
