/// Bytes, varints and bit-packed numbers, in and out. What is read comes from others: nothing is
/// believed.
@NullMarked
package io.aramaki.kit.codec.bytes;

import org.jspecify.annotations.NullMarked;
