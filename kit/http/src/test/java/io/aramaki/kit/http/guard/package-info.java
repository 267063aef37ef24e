@NullMarked
package io.aramaki.kit.http.guard;

import org.jspecify.annotations.NullMarked;
