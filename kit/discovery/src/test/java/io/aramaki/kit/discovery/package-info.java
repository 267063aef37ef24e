@NullMarked
package io.aramaki.kit.discovery;

import org.jspecify.annotations.NullMarked;
