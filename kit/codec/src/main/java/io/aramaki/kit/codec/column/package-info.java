/// Encodings of columns of numbers: times, integers and doubles.
@NullMarked
package io.aramaki.kit.codec.column;

import org.jspecify.annotations.NullMarked;
