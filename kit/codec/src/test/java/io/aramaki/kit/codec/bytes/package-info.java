@NullMarked
package io.aramaki.kit.codec.bytes;

import org.jspecify.annotations.NullMarked;
