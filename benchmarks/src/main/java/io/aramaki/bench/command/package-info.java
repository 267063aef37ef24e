/// What the commands of `./aramaki bench` have in common.
@NullMarked
package io.aramaki.bench.command;

import org.jspecify.annotations.NullMarked;
