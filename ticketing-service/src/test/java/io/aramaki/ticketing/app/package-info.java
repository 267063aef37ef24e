@NullMarked
package io.aramaki.ticketing.app;

import org.jspecify.annotations.NullMarked;
