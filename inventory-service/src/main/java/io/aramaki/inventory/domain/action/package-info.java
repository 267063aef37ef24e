/// Action definitions: which command an agent may be asked to run for a system, with which
/// parameters, by whom.
@NullMarked
package io.aramaki.inventory.domain.action;

import org.jspecify.annotations.NullMarked;
