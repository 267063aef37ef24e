package io.aramaki.agent.check.builtin;

import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import io.aramaki.agent.check.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Collects measured values and the worst status that their thresholds give.
final class Verdict {
  private final List<Perfdatum> perfdata = new ArrayList<>();
  private Status status = Status.OK;

  /// Adds a value with its thresholds and raises the status if it is beyond them.
  Verdict add(Perfdatum item, Optional<Range> warn, Optional<Range> crit) {
    perfdata.add(item.within(warn, crit));
    if (crit.isPresent() && crit.get().alerts(item.value())) {
      raise(Status.CRITICAL);
    } else if (warn.isPresent() && warn.get().alerts(item.value())) {
      raise(Status.WARNING);
    }
    return this;
  }

  Verdict raise(Status to) {
    boolean worse = to == Status.CRITICAL || (to == Status.WARNING && status == Status.OK);
    status = worse ? to : status;
    return this;
  }

  CheckOutcome outcome(String subject, String text) {
    return new CheckOutcome(
        status, OptionalInt.empty(), subject + " " + status + " - " + text, perfdata);
  }
}
