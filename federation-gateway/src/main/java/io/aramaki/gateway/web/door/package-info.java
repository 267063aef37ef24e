/// The people's door on Vert.x: sockets, requests, answers.
@NullMarked
package io.aramaki.gateway.web.door;

import org.jspecify.annotations.NullMarked;
