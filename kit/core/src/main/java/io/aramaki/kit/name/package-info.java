/// Names of resources, as the wire, the storage and the command line write them.
@NullMarked
package io.aramaki.kit.name;

import org.jspecify.annotations.NullMarked;
