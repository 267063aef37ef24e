@NullMarked
package io.aramaki.kit.member;

import org.jspecify.annotations.NullMarked;
