/// Wires inventory: the only package that sees all others.
@NullMarked
package io.aramaki.inventory.app;

import org.jspecify.annotations.NullMarked;
