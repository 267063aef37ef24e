/// Time as an amount: how long to wait before the next attempt.
@NullMarked
package io.aramaki.kit.time;

import org.jspecify.annotations.NullMarked;
