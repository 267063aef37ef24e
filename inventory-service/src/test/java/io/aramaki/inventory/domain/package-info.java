@NullMarked
package io.aramaki.inventory.domain;

import org.jspecify.annotations.NullMarked;
