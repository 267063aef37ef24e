@NullMarked
package io.aramaki.alerting.engine;

import org.jspecify.annotations.NullMarked;
