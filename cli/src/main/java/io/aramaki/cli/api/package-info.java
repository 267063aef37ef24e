/// The gateway as the command line reaches it: the connection file, whom to trust, the REST
/// interface.
@NullMarked
package io.aramaki.cli.api;

import org.jspecify.annotations.NullMarked;
