package io.aramaki.agent.metric.scrape;

import java.io.IOException;

/// A page that is no text of Prometheus or OpenMetrics.
final class MalformedExposition extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedExposition(int line, String message) {
    super("line " + line + ": " + message);
  }
}
