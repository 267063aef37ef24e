package io.aramaki.agent.spool;

import io.aramaki.agent.spool.batch.BatchKey;
import java.time.Instant;
import java.util.Optional;

/// How the spool stands.
///
/// @param acknowledged the newest batch up to which everything is done with; seq 0 if there is none
/// @param spooledSeq the highest seq of the present boot
/// @param records batches that are not done with
/// @param bytes bytes of the segment files
/// @param oldest when the oldest batch that is not done with was spooled
/// @param samplesDropped metric samples given up since the start of the process
/// @param resultsDropped check results given up since the start of the process
/// @param diskFull true while the disk has no room and the reserve is in use
public record SpoolFigures(
    BatchKey acknowledged,
    long spooledSeq,
    int records,
    long bytes,
    Optional<Instant> oldest,
    long samplesDropped,
    long resultsDropped,
    boolean diskFull) {}
