@NullMarked
package io.aramaki.kit.security.sign;

import org.jspecify.annotations.NullMarked;
