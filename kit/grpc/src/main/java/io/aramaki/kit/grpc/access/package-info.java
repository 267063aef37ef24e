/// Who may call what: the declaration beside each RPC (`io.aramaki.type.v1.access`), who calls,
/// which rights they hold, and to which system a resource belongs. Nothing here enforces; that is
/// the business of the `chain` package.
@NullMarked
package io.aramaki.kit.grpc.access;

import org.jspecify.annotations.NullMarked;
