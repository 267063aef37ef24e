@NullMarked
package io.aramaki.kit.http.admin;

import org.jspecify.annotations.NullMarked;
