@NullMarked
package io.aramaki.kit.name;

import org.jspecify.annotations.NullMarked;
