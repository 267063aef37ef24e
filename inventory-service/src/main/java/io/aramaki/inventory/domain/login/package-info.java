/// What a person shows to be let in: a password, a session, an API token; and how guessing is made
/// slow.
@NullMarked
package io.aramaki.inventory.domain.login;

import org.jspecify.annotations.NullMarked;
