/// Runs: executions of actions, each at most once. The states and their legal moves are in
/// [RunState][io.aramaki.inventory.domain.run.RunState]; what is to be done about a run at a moment
/// in [Duty][io.aramaki.inventory.domain.run.Duty]; both are pure.
@NullMarked
package io.aramaki.inventory.domain.run;

import org.jspecify.annotations.NullMarked;
