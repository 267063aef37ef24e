/// What people and scripts get to see: tables, JSON, the output of a run, examples.
@NullMarked
package io.aramaki.cli.terminal;

import org.jspecify.annotations.NullMarked;
