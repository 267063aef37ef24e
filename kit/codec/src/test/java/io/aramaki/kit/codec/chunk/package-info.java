@NullMarked
package io.aramaki.kit.codec.chunk;

import org.jspecify.annotations.NullMarked;
