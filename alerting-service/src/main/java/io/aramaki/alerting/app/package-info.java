/// Wires alerting: the only package that sees all others.
@NullMarked
package io.aramaki.alerting.app;

import org.jspecify.annotations.NullMarked;
