/// Agents: which exist, for which systems each may report, and which may not connect any more.
@NullMarked
package io.aramaki.inventory.domain.agent;

import org.jspecify.annotations.NullMarked;
