@NullMarked
package io.aramaki.ticketing.storage;

import org.jspecify.annotations.NullMarked;
