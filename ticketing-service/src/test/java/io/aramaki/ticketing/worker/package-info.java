@NullMarked
package io.aramaki.ticketing.worker;

import org.jspecify.annotations.NullMarked;
