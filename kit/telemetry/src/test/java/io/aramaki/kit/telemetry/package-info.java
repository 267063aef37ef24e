@NullMarked
package io.aramaki.kit.telemetry;

import org.jspecify.annotations.NullMarked;
