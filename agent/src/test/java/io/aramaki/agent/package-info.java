/// Tests of the module as a whole.
@NullMarked
package io.aramaki.agent;

import org.jspecify.annotations.NullMarked;
