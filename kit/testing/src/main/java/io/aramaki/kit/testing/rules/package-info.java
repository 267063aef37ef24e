/// The rules of the house as checks: what a source file may look like ([Tidy]), and which package
/// may use which ([ArchRules]).
@NullMarked
package io.aramaki.kit.testing.rules;

import org.jspecify.annotations.NullMarked;
