/// People who may log in, and their passwords.
@NullMarked
package io.aramaki.inventory.domain.people;

import org.jspecify.annotations.NullMarked;
