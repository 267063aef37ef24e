@NullMarked
package io.aramaki.alerting.storage;

import org.jspecify.annotations.NullMarked;
