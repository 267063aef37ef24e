/// A service that breaks the rules, for a test.
@org.jspecify.annotations.NullMarked
package io.aramaki.broken.domain;
