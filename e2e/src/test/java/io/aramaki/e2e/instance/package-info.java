/// One instance of the product in processes of its own, started as `./aramaki up` starts it, and
/// ways to look at it, reconfigure it and hurt it.
@org.jspecify.annotations.NullMarked
package io.aramaki.e2e.instance;
