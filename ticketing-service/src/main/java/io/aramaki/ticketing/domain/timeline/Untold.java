package io.aramaki.ticketing.domain.timeline;

import java.util.ArrayList;
import java.util.List;

/// What a timeline has not heard yet of one ticket, the oldest first.
public record Untold(List<TimelineNote> notes) {
  /// Nothing.
  public static final Untold NONE = new Untold(List.of());

  /// The most lines that wait. A timeline may be away for days, and a row must not grow with it:
  /// then the oldest line is dropped, and the next one says so.
  public static final int WAITING_MAX = 50;

  public Untold {
    notes = List.copyOf(notes);
  }

  /// Whether nothing waits.
  public boolean isEmpty() {
    return notes.isEmpty();
  }

  /// Adds a line.
  public Untold add(TimelineNote note) {
    var more = new ArrayList<>(notes);
    more.add(note);
    if (more.size() > WAITING_MAX) {
      more.removeFirst();
      more.set(0, more.getFirst().afterGap());
    }
    return new Untold(more);
  }

  /// What is left after a timeline took some. They are told apart by their ids, since one may have
  /// changed its words meanwhile.
  public Untold without(Untold told) {
    var ids = told.notes.stream().map(TimelineNote::id).toList();
    return new Untold(notes.stream().filter(note -> !ids.contains(note.id())).toList());
  }
}
