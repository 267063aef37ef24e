/// `./aramaki bench ingest|query|disk --peers`: the same data for each server, one server at a
/// time, everything read back and compared, and a table of ratios.
@NullMarked
package io.aramaki.bench.compare;

import org.jspecify.annotations.NullMarked;
