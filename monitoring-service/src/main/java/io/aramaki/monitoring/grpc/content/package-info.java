/// The contents of batches as agents write them: skimmed before the acknowledgement, read after it.
@NullMarked
package io.aramaki.monitoring.grpc.content;

import org.jspecify.annotations.NullMarked;
