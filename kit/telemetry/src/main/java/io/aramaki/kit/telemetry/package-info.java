/// What a process tells about itself: traces by OpenTelemetry, sent by OTLP if there is somewhere
/// to send them, and metrics in Prometheus' text format.
@NullMarked
package io.aramaki.kit.telemetry;

import org.jspecify.annotations.NullMarked;
