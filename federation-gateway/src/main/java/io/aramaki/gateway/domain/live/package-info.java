/// News for open pages: what has just changed, to everybody who looks at it and may see it.
@NullMarked
package io.aramaki.gateway.domain.live;

import org.jspecify.annotations.NullMarked;
