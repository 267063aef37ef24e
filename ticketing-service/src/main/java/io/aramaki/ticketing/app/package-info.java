/// Wires ticketing: the only package that sees all others.
@NullMarked
package io.aramaki.ticketing.app;

import org.jspecify.annotations.NullMarked;
