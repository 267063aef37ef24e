@NullMarked
package io.aramaki.kit.app;

import org.jspecify.annotations.NullMarked;
