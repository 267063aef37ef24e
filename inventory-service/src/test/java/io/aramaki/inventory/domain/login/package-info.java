@NullMarked
package io.aramaki.inventory.domain.login;

import org.jspecify.annotations.NullMarked;
