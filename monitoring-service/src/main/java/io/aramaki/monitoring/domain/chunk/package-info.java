/// Chunks: closed hours of the journal, put into compressed pages that can be read by series. What
/// is read of an hour is the union of all that lies in its chunks and in the journal, so a builder
/// that was killed, fenced or late can be wrong in nothing: it only deletes what it has read back.
@NullMarked
package io.aramaki.monitoring.domain.chunk;

import org.jspecify.annotations.NullMarked;
