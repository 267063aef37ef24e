/// Tests of how the machine is read.
@NullMarked
package io.aramaki.bench.machine;

import org.jspecify.annotations.NullMarked;
