/// How bad things are: the order of states, and the status of a system as the worst of what it
/// consists of.
@NullMarked
package io.aramaki.gateway.domain.status;

import org.jspecify.annotations.NullMarked;
