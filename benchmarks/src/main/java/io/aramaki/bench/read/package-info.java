/// Reading back what a server holds: the samples of one host, through whatever door the server has,
/// and the two questions of Prometheus's HTTP API.
@NullMarked
package io.aramaki.bench.read;

import org.jspecify.annotations.NullMarked;
