/// Paging of lists: how many, and from where on. Both come from callers, so both are checked.
@NullMarked
package io.aramaki.kit.page;

import org.jspecify.annotations.NullMarked;
