/// Batches of observations as the spool takes, keeps and hands them out: what goes in, which key it
/// gets, what comes out, and the range of those that were given up. Values only.
@NullMarked
package io.aramaki.agent.spool.batch;

import org.jspecify.annotations.NullMarked;
