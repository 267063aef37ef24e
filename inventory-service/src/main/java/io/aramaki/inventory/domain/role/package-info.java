/// Roles over subtrees of systems: who holds which, and what follows from all bindings together in
/// [Rights][io.aramaki.inventory.domain.role.Rights], which is pure.
@NullMarked
package io.aramaki.inventory.domain.role;

import org.jspecify.annotations.NullMarked;
