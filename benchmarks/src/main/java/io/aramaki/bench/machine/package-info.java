/// The machine that is measured on: its facts, the processes on it and what they used, servers that
/// are started for a run, an instance of our own, ports and directories.
@NullMarked
package io.aramaki.bench.machine;

import org.jspecify.annotations.NullMarked;
