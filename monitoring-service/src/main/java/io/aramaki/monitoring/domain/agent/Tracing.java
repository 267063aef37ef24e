package io.aramaki.monitoring.domain.agent;

import io.aramaki.monitoring.domain.check.CheckResult;
import io.aramaki.monitoring.domain.check.StateChange;

/// Puts spans into the trace that a check's execution began.
public interface Tracing {
  /// A world without traces: every later span hangs on the execution itself.
  Tracing NONE =
      new Tracing() {
        @Override
        public String evaluated(String agent, CheckResult result) {
          return result.traceparent();
        }

        @Override
        public String changed(String parent, StateChange change) {
          return parent;
        }
      };

  /// Wraps work of which no trace shall tell, because it repeats for ever.
  default Runnable untraced(Runnable work) {
    return work;
  }

  /// A result was evaluated, for the first time.
  ///
  /// @return the traceparent of the span, or the result's own if it is not sampled
  String evaluated(String agent, CheckResult result);

  /// A state change was found.
  ///
  /// @return the traceparent of the span: the parent of every later one
  String changed(String parent, StateChange change);
}
