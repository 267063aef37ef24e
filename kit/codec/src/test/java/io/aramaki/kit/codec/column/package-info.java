@NullMarked
package io.aramaki.kit.codec.column;

import org.jspecify.annotations.NullMarked;
