/// Calls to what is outside of this process (trackers, receivers, databases), so bounded that a
/// dependency which is slow or away costs a refusal and not the process.
@NullMarked
package io.aramaki.kit.http.guard;

import org.jspecify.annotations.NullMarked;
