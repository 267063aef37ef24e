/// Things as a page shows them: plain values, no longer messages of a protocol.
@NullMarked
package io.aramaki.gateway.domain.view;

import org.jspecify.annotations.NullMarked;
