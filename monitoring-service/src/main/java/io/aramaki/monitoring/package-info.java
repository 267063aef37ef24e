/// The monitoring service: observations in, states and changes out. See `README.md`.
@NullMarked
package io.aramaki.monitoring;

import org.jspecify.annotations.NullMarked;
