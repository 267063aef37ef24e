/// Servers from Debian's packages, one class for each.
@NullMarked
package io.aramaki.bench.peer.debian;

import org.jspecify.annotations.NullMarked;
