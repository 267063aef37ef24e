/// Inventory: systems, agents and their enrolment, facts, people and their rights, actions and
/// runs, the organisation's keys.
@NullMarked
package io.aramaki.inventory;

import org.jspecify.annotations.NullMarked;
