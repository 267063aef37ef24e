/// The life of one process: what it takes from the outside world, how it starts, how it says that
/// it is ready, and how it stops within a bound. Nothing here knows what the process is for.
@NullMarked
package io.aramaki.kit.app;

import org.jspecify.annotations.NullMarked;
