@NullMarked
package io.aramaki.kit.security.audit;

import org.jspecify.annotations.NullMarked;
