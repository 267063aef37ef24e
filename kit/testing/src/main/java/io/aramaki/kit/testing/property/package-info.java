/// Properties: statements about all values of a kind, tried on many from a seed, with the smallest
/// counterexample shown.
///
/// A generator draws choices; a case is its sequence of choices. So one shrinker serves all
/// generators, whatever they are composed of: it makes the sequence shorter and its numbers
/// smaller, and what the generator makes of it is always a valid value.
@NullMarked
package io.aramaki.kit.testing.property;

import org.jspecify.annotations.NullMarked;
