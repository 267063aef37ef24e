/// A real Prometheus, the data that it is given, and the queries that it is asked: all of it
/// without a word of our engine, so that whatever speaks the HTTP API can be compared with it.
@NullMarked
package io.aramaki.monitoring.domain.promql.peer;

import org.jspecify.annotations.NullMarked;
