/// Inventory: owns systems, agents, facts, people and their rights, actions and runs, and the
/// organisation's keys.
@NullMarked
package io.aramaki.inventory;

import org.jspecify.annotations.NullMarked;
