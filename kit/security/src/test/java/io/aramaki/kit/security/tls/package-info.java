@NullMarked
package io.aramaki.kit.security.tls;

import org.jspecify.annotations.NullMarked;
