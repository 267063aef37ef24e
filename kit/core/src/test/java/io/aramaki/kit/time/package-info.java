@NullMarked
package io.aramaki.kit.time;

import org.jspecify.annotations.NullMarked;
