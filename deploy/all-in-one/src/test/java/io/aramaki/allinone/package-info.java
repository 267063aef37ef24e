/// Tests of the entry script.
@org.jspecify.annotations.NullMarked
package io.aramaki.allinone;
