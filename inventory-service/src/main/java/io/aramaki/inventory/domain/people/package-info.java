/// People: who may log in, what they show, and which role they hold over which systems.
@NullMarked
package io.aramaki.inventory.domain.people;

import org.jspecify.annotations.NullMarked;
