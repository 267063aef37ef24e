package io.aramaki.inventory.domain.run;

import io.aramaki.inventory.domain.Change;
import io.aramaki.inventory.domain.run.Run.Transition;
import io.aramaki.inventory.domain.timeline.Timeline;
import io.aramaki.inventory.domain.timeline.TimelineEntry;

/// Tells the timeline, and those who watch here, of every state that a run has had.
///
/// The transitions lie in the run itself, so a crash between a change and its publication loses
/// nothing: the run stays open until the timeline knows all of them.
public final class RunPublisher {
  private final RunStore store;
  private final Timeline timeline;
  private final RunNews news;
  private final String org;

  public RunPublisher(RunStore store, Timeline timeline, RunNews news, String org) {
    this.store = store;
    this.timeline = timeline;
    this.news = news;
    this.org = org;
  }

  /// Publishes what was not published.
  ///
  /// @return the run as it is afterwards, as far as known: somebody else may have changed it
  public Run publish(Run run) {
    news.changed(run.id());
    if (run.published() == run.transitions().size()) {
      return run;
    }
    for (int i = run.published(); i < run.transitions().size(); i++) {
      timeline.put(entry(run, i));
    }
    Run next = run.withPublished(run.transitions().size());
    return store.replace(next) ? next : run;
  }

  private TimelineEntry entry(Run run, int index) {
    Transition transition = run.transitions().get(index);
    RunOrder order = run.order();
    return new TimelineEntry(
        "inventory/run/" + run.id() + "/" + (index + 1),
        order.system(),
        TimelineEntry.Kind.ACTION,
        transition.time(),
        summary(run, transition),
        transition.actor(),
        run.id().in(org),
        severity(transition.state()),
        new Change(transition.actor(), order.traceparent()).trace());
  }

  private static String summary(Run run, Transition transition) {
    String action = "action " + run.id().action();
    String detail = transition.detail().isEmpty() ? "" : ": " + transition.detail();
    return switch (transition.state()) {
      case "REQUESTED" -> action + " was asked for" + parameters(run);
      case "APPROVED" -> action + " was sent to agent " + run.order().agent();
      case "STARTED" -> action + " started on agent " + run.order().agent();
      case "SUCCEEDED" -> action + " succeeded";
      case "FAILED" -> action + " failed" + detail;
      case "DENIED" -> action + " was refused by agent " + run.order().agent() + detail;
      case "UNKNOWN" -> action + " may or may not have been executed" + detail;
      case "EXPIRED" -> action + " expired; nothing was executed" + detail;
      case "CANCELLED" -> action + " was cancelled";
      default -> action + " is " + transition.state() + detail;
    };
  }

  private static String parameters(Run run) {
    return run.order().parameters().isEmpty() ? "" : " with " + run.order().parameters();
  }

  private static String severity(String state) {
    return switch (state) {
      case "SUCCEEDED" -> "ok";
      case "FAILED", "DENIED" -> "warning";
      case "UNKNOWN" -> "unknown";
      default -> "";
    };
  }
}
