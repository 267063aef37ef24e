/// The gateway as a process: its configuration, and everything wired together once.
@NullMarked
package io.aramaki.gateway.app;

import org.jspecify.annotations.NullMarked;
