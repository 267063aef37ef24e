/// How secrets are made, and how they are kept: as hashes.
@NullMarked
package io.aramaki.inventory.domain.secret;

import org.jspecify.annotations.NullMarked;
