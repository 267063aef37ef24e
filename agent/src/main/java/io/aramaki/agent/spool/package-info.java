/// What the agent has observed and nobody has acknowledged yet, on the agent's own disk.
///
/// Batches lie in segment files, one sequence of files for metrics and one for results, each record
/// with a checksum of its header and of its body. A ledger says what is done with. The package
/// knows neither protobuf nor gRPC: headers are made by a `HeaderEncoder`, contents are bytes.
///
/// This package decides; `batch` says what goes in and out, `segment` knows the form of a file,
/// `disk` what is done with the directory.
@NullMarked
package io.aramaki.agent.spool;

import org.jspecify.annotations.NullMarked;
