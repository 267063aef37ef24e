/// Inventory wired by hand: configuration, start, first start, metrics. The only package that sees
/// all others.
@NullMarked
package io.aramaki.inventory.app;

import org.jspecify.annotations.NullMarked;
