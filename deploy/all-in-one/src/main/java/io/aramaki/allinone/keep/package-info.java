/// Keeping processes alive: each has a keeper that starts it, watches it, and starts it again with
/// a growing wait; the supervisor starts them in stages and writes down how they are.
@NullMarked
package io.aramaki.allinone.keep;

import org.jspecify.annotations.NullMarked;
