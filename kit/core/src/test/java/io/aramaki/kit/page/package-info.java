@NullMarked
package io.aramaki.kit.page;

import org.jspecify.annotations.NullMarked;
