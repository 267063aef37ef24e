@NullMarked
package io.aramaki.kit.http.outbound;

import org.jspecify.annotations.NullMarked;
