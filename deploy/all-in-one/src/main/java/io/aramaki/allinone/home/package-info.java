/// The directory of one instance: where everything lies, which ports it has, what its processes are
/// called with, and what is put into it at the first start.
@NullMarked
package io.aramaki.allinone.home;

import org.jspecify.annotations.NullMarked;
