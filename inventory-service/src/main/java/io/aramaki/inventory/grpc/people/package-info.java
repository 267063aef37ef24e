/// People: login, internal tokens, users, roles.
@NullMarked
package io.aramaki.inventory.grpc.people;

import org.jspecify.annotations.NullMarked;
