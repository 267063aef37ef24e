@NullMarked
package io.aramaki.inventory.domain.run.agent;

import org.jspecify.annotations.NullMarked;
