/// Samples that programs send: read from the wire by hand, limited, and written as contents of
/// format 2. Pure.
@NullMarked
package io.aramaki.gateway.domain.write;

import org.jspecify.annotations.NullMarked;
