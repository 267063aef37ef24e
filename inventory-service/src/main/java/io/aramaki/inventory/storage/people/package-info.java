/// Users, their sessions, tokens, attempts and roles in Cassandra.
@NullMarked
package io.aramaki.inventory.storage.people;

import org.jspecify.annotations.NullMarked;
