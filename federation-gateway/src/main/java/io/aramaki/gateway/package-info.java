/// The gateway: the one door for agents and people.
@NullMarked
package io.aramaki.gateway;

import org.jspecify.annotations.NullMarked;
