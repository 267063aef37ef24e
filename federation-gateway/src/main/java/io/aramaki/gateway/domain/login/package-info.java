/// What keeps people's door from being forced: limits on attempts to log in, and where a change may
/// come from.
@NullMarked
package io.aramaki.gateway.domain.login;

import org.jspecify.annotations.NullMarked;
