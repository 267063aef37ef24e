@NullMarked
package io.aramaki.kit.security;

import org.jspecify.annotations.NullMarked;
