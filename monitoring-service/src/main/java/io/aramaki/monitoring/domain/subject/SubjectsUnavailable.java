package io.aramaki.monitoring.domain.subject;

import io.aramaki.kit.app.Unavailable;
import org.jspecify.annotations.Nullable;

/// Inventory does not answer, and never said before for which systems this agent may report.
public final class SubjectsUnavailable extends RuntimeException implements Unavailable {
  private static final long serialVersionUID = 1;

  public SubjectsUnavailable(String agent, @Nullable Throwable cause) {
    super("inventory does not say for which systems " + agent + " may report", cause);
  }
}
