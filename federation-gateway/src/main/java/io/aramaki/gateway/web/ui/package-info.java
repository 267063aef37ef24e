/// The web UI: which page answers which address, what its forms do, and the templates it is
/// rendered with (`src/main/jte`). Works without JavaScript for reading and for every form; scripts
/// add live updates.
@NullMarked
package io.aramaki.gateway.web.ui;

import org.jspecify.annotations.NullMarked;
