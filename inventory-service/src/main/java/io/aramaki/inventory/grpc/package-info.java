/// The inventory's RPCs: each endpoint translates a request into a command of the domain and the
/// answer back. Who may call what is declared in the protos and checked before an endpoint runs.
@NullMarked
package io.aramaki.inventory.grpc;

import org.jspecify.annotations.NullMarked;
