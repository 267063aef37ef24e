/// The people's door: HTTPS with login, the REST interface, and the web UI. A request becomes an
/// [io.aramaki.gateway.web.Ask], is answered on a virtual thread, and the
/// [io.aramaki.gateway.web.Answer] goes back over Vert.x, which only the classes around
/// [io.aramaki.gateway.web.door.PeopleDoor] know.
@NullMarked
package io.aramaki.gateway.web;

import org.jspecify.annotations.NullMarked;
