@NullMarked
package io.aramaki.kit.security.authority;

import org.jspecify.annotations.NullMarked;
