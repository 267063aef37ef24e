@NullMarked
package io.aramaki.kit.codec.batch;

import org.jspecify.annotations.NullMarked;
