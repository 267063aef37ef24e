/// The audit: who asked for which change, written before its effect, in a hash chain that shows if
/// an entry was changed, dropped or moved.
@NullMarked
package io.aramaki.kit.security.audit;

import org.jspecify.annotations.NullMarked;
