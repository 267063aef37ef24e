@NullMarked
package io.aramaki.alerting.app;

import org.jspecify.annotations.NullMarked;
