/// What each page of the web UI shows, put together from parts that may be missing one by one.
@NullMarked
package io.aramaki.gateway.domain.page;

import org.jspecify.annotations.NullMarked;
