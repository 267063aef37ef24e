package io.aramaki.ticketing.domain;

import io.aramaki.ticketing.domain.tracker.Draft;
import io.aramaki.ticketing.domain.tracker.Note;
import io.aramaki.ticketing.domain.tracker.Remote;
import io.aramaki.ticketing.domain.tracker.Remote.Canonical;
import io.aramaki.ticketing.domain.tracker.Tracker;
import io.aramaki.ticketing.domain.tracker.TrackerFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A tracker that does what the test says: fails before or after it acted, finds late, is edited by
/// people.
final class ScriptedTracker implements Tracker {
  final Map<String, Issue> issues = new LinkedHashMap<>();
  final Deque<TrackerFailure> createFailures = new ArrayDeque<>();

  /// Failures of creates that were carried out all the same.
  final Deque<TrackerFailure> lostAnswers = new ArrayDeque<>();

  final Deque<TrackerFailure> failures = new ArrayDeque<>();
  private final List<Draft> late = new ArrayList<>();
  int creates;
  int searches;
  boolean hidden;
  private boolean swallowing;
  @Nullable TrackerFailure down;

  /// Runs within the next create, after the tracker acted.
  Runnable duringCreate = () -> {};

  /// Runs within the next resolve, after the tracker acted.
  Runnable duringResolve = () -> {};

  /// An issue.
  static final class Issue {
    final String id;
    final String marker;
    String status = "New";
    Canonical canonical = Canonical.OPEN;
    final List<Note> notes = new ArrayList<>();

    Issue(String id, String marker) {
      this.id = id;
      this.marker = marker;
    }

    Remote remote() {
      return new Remote(id, "#" + id, "http://t/" + id, status, canonical, status);
    }

    void move(String to, Canonical meaning) {
      status = to;
      canonical = meaning;
    }

    List<String> texts() {
      return notes.stream().map(Note::text).toList();
    }
  }

  Issue only() {
    if (issues.size() != 1) {
      throw new AssertionError(issues.size() + " issues: " + issues.keySet());
    }
    return issues.values().iterator().next();
  }

  List<Issue> open() {
    return issues.values().stream().filter(issue -> issue.canonical == Canonical.OPEN).toList();
  }

  /// The next create is swallowed, to be carried out later.
  void swallow(TrackerFailure answer) {
    createFailures.add(answer);
    swallowing = true;
  }

  /// Carries out what was swallowed.
  void carryOut() {
    late.forEach(draft -> make(draft.marker()));
    late.clear();
  }

  @Override
  public String name() {
    return "t";
  }

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public Duration indexLag() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(40);
  }

  @Override
  public void probe() {
    require();
  }

  @Override
  public Remote create(Draft draft) {
    require();
    creates++;
    if (!createFailures.isEmpty()) {
      if (swallowing) {
        late.add(draft);
        swallowing = false;
      }
      throw createFailures.remove();
    }
    var issue = make(draft.marker());
    once(duringCreate, () -> duringCreate = () -> {});
    if (!lostAnswers.isEmpty()) {
      throw lostAnswers.remove();
    }
    return issue.remote();
  }

  @Override
  public List<Remote> find(String marker) {
    require();
    searches++;
    return hidden
        ? List.of()
        : issues.values().stream()
            .filter(issue -> issue.marker.equals(marker))
            .map(Issue::remote)
            .toList();
  }

  @Override
  public Optional<Remote> get(String id) {
    require();
    return Optional.ofNullable(issues.get(id)).map(Issue::remote);
  }

  @Override
  public Remote comment(String id, Note note) {
    return write(id, note, issue -> issue);
  }

  @Override
  public Remote resolve(String id, Note note) {
    var remote =
        write(
            id,
            note,
            issue -> {
              issue.move("Resolved", Canonical.RESOLVED);
              return issue;
            });
    once(duringResolve, () -> duringResolve = () -> {});
    return remote;
  }

  @Override
  public Remote reopen(String id, Note note) {
    return write(
        id,
        note,
        issue -> {
          issue.move("New", Canonical.OPEN);
          return issue;
        });
  }

  @Override
  public Remote closeAsDuplicate(String id, Remote of) {
    return write(
        id,
        new Note("duplicate", "duplicate of " + of.displayKey()),
        issue -> {
          issue.move("Closed", Canonical.CLOSED);
          return issue;
        });
  }

  private Remote write(String id, Note note, UnaryOperator<Issue> change) {
    require();
    var issue = issues.get(id);
    if (issue == null) {
      throw new TrackerFailure.Gone("no issue " + id);
    }
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    if (issue.notes.stream().noneMatch(one -> one.id().equals(note.id()))) {
      issue.notes.add(note);
    }
    return change.apply(issue).remote();
  }

  private Issue make(String marker) {
    var id = Integer.toString(issues.size() + 1);
    var issue = new Issue(id, marker);
    issues.put(id, issue);
    return issue;
  }

  private void require() {
    if (down != null) {
      throw down;
    }
  }

  private static void once(Runnable run, Runnable reset) {
    reset.run();
    run.run();
  }
}
