@NullMarked
package io.aramaki.kit.config;

import org.jspecify.annotations.NullMarked;
