/// One segment file: the form of its records, what is in it, and how a damaged one is read.
@NullMarked
package io.aramaki.agent.spool.segment;

import org.jspecify.annotations.NullMarked;
