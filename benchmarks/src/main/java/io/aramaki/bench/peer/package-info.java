/// What a server that is compared must be able to do: be started, fed, read back, waited for and
/// measured. The servers themselves are in the packages below.
@NullMarked
package io.aramaki.bench.peer;

import org.jspecify.annotations.NullMarked;
