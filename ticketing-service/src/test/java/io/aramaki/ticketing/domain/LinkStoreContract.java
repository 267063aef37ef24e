package io.aramaki.ticketing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.testing.property.Gen;
import io.aramaki.kit.testing.property.Property;
import io.aramaki.ticketing.domain.Link.State;
import io.aramaki.ticketing.domain.LinkStore.Listing;
import io.aramaki.ticketing.domain.timeline.TimelineNote;
import io.aramaki.ticketing.domain.timeline.Untold;
import io.aramaki.ticketing.domain.tracker.Remote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every ledger must do.
public abstract class LinkStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CLAIMS = 50;
  private static final Remote REMOTE = new Remote("1", "#1", "", "New", Remote.Canonical.OPEN, "");

  /// A tracker of its own for each test, so that tests do not see each other's links.
  private final String tracker = "t" + UUID.randomUUID();

  protected abstract LinkStore store();

  @Test
  void insert_ofATakenKey_returnsTheOneThatIsThere() {
    // Given
    var first = store().insert(link(1, NOW));

    // When
    var second = store().insert(link(1, NOW.plusSeconds(5)));

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(first.revision()).isEqualTo(1);
  }

  @Test
  void replace_ofAnOldRevision_isRefused() {
    // Given
    var first = store().insert(link(1, NOW));
    var second = store().replace(first.moved(new State.New(), 1, NOW)).orElseThrow();

    // When
    var refused = store().replace(first.failed("late", NOW));

    // Then
    assertThat(refused).isEmpty();
    assertThat(store().find(first.key())).contains(second);
  }

  @Test
  void replace_ofALinkThatIsNotThere_isRefused() {
    // When / Then
    assertThat(store().replace(link(1, NOW))).isEmpty();
    assertThat(store().find(key(1))).isEmpty();
  }

  @Test
  void claims_ofOneRowAtTheSameTime_letOneWin() throws Exception {
    // Given
    var row = store().insert(link(1, NOW));
    var claim = row.moved(new State.Creating(1, NOW), NOW.plusSeconds(40), NOW);

    // When
    var won = atOnce(() -> store().replace(claim));

    // Then
    assertThat(won.stream().flatMap(Optional::stream)).hasSize(1);
    assertThat(store().find(row.key()).orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void inserts_ofOneKeyAtTheSameTime_makeOneLink() throws Exception {
    // When
    var links = atOnce(() -> store().insert(link(1, NOW)));

    // Then
    assertThat(links).hasSize(CLAIMS).containsOnly(links.getFirst());
    assertThat(mine(100)).hasSize(1);
  }

  @Test
  void due_namesWhatIsToBeDoneTheOldestFirst() {
    // Given
    store().insert(link(1, NOW.plusSeconds(20)));
    store().insert(link(2, NOW.plusSeconds(10)));
    store().insert(link(3, NOW.plusSeconds(31)));

    // When
    var due = store().due(tracker, NOW.plusSeconds(30), 10);

    // Then
    assertThat(due).extracting(link -> link.key().episode()).containsExactly(2L, 1L);
    assertThat(store().due(tracker, NOW.plusSeconds(30), 1)).hasSize(1);
    assertThat(store().due("another", NOW.plusSeconds(30), 10)).isEmpty();
  }

  @Test
  void due_ofALinkThatIsAtRest_isEmptyUntilSomethingIsToBeDoneAgain() {
    // Given
    var row = store().insert(link(1, NOW));
    var rest = store().replace(row.idle(NOW)).orElseThrow();
    var atRest = store().due(tracker, NOW.plusSeconds(9), 10);

    // When
    store().replace(rest.take(report(2, false), NOW));

    // Then
    assertThat(atRest).isEmpty();
    assertThat(store().due(tracker, NOW.plusSeconds(9), 10)).hasSize(1);
  }

  @Test
  void due_underRaces_losesNoRow() throws Exception {
    // Given
    var row = store().insert(link(1, NOW));

    // When
    atOnce(() -> {
      var current = store().find(row.key()).orElseThrow();
      return current.next().isEmpty()
          ? store().replace(current.take(report(current.revision() + 10, false), NOW))
          : store().replace(current.idle(NOW));
    });
    var last = store().find(row.key()).orElseThrow();

    // Then
    assertThat(store().due(tracker, NOW.plusSeconds(1), 10))
        .hasSize(last.next().isPresent() ? 1 : 0);
  }

  @Test
  void untold_ofLinks_isListedPageByPageUntilItWasTold() {
    // Given
    for (int i = 1; i <= 7; i++) {
      store().replace(opened(store().insert(link(i, NOW))));
    }
    store().insert(link(8, NOW));
    var first = waiting(3);

    // When
    first.forEach(link -> store().replace(link.told(link.untold())));

    // Then
    assertThat(first).hasSize(7).doesNotHaveDuplicates();
    assertThat(waiting(3)).isEmpty();
    assertThat(first).allSatisfy(link -> assertThat(link.untold().notes()).hasSize(1));
  }

  @Test
  void untold_underRaces_isToldOfEachStepThatWon() throws Exception {
    // Given
    var row = store().insert(link(1, NOW));

    // When
    atOnce(() -> {
      var current = store().find(row.key()).orElseThrow();
      return store()
          .replace(current.untold().isEmpty() ? opened(current) : current.told(current.untold()));
    });
    var last = store().find(row.key()).orElseThrow();

    // Then
    assertThat(waiting(3)).isEqualTo(last.untold().isEmpty() ? List.of() : List.of(last));
  }

  @Test
  void neighbours_areTheNextEpisodesThatHaveLinks() {
    // Given
    store().insert(link(1, NOW));
    store().insert(link(4, NOW));
    store().insert(link(9, NOW));

    // When / Then
    assertThat(store().before(key(4)).orElseThrow().key().episode()).isEqualTo(1);
    assertThat(store().before(key(3)).orElseThrow().key().episode()).isEqualTo(1);
    assertThat(store().before(key(1))).isEmpty();
    assertThat(store().after(key(4)).orElseThrow().key().episode()).isEqualTo(9);
    assertThat(store().after(key(9))).isEmpty();
  }

  @Test
  void ticket_isFoundByItsId() {
    // Given
    var row = store().insert(link(1, NOW));

    // When / Then
    assertThat(store().findByTicket(row.key().ticketId())).contains(row);
    assertThat(store().findByTicket("nobody")).isEmpty();
  }

  @Test
  void pages_nameEveryLinkOnceTheNewestFirst() {
    // Given
    for (int i = 1; i <= 23; i++) {
      // Some at the same time: their order is that of their ids.
      store().insert(link(i, NOW.plusSeconds(i / 5)));
    }

    // When
    var found = mine(4);

    // Then
    assertThat(found).hasSize(23).doesNotHaveDuplicates();
    assertThat(found.stream().map(Link::create).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void openLinks_areListedWhileTheyAreOpenAndOnceOnly() {
    // Given
    for (int i = 1; i <= 9; i++) {
      store().insert(link(i, NOW.plusSeconds(i)));
    }
    var found = all(new Listing.Open(), 2);

    // When: three are closed, one of them opens again, and one moves but stays open
    for (var link : found.subList(0, 3)) {
      store().replace(link.moved(new State.Closed(Optional.empty(), NOW), 1, NOW));
    }
    var again = store().find(found.getFirst().key()).orElseThrow();
    store().replace(again.moved(new State.Reopening(REMOTE), 1, NOW));
    store().replace(opened(found.getLast()));

    // Then
    assertThat(found)
        .extracting(link -> link.key().episode())
        .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    assertThat(all(new Listing.Open(), 2))
        .extracting(link -> link.key().episode())
        .containsExactly(9L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void openLinks_underRaces_areThoseThatAreOpen() throws Exception {
    // Given
    var row = store().insert(link(1, NOW));

    // When
    atOnce(() -> {
      var current = store().find(row.key()).orElseThrow();
      State to =
          current.state().open()
              ? new State.Closed(Optional.empty(), NOW)
              : new State.Linked(REMOTE, "New");
      return store().replace(current.moved(to, 1, NOW));
    });
    var last = store().find(row.key()).orElseThrow();

    // Then
    assertThat(all(new Listing.Open(), 3))
        .isEqualTo(last.state().open() ? List.of(last) : List.of());
  }

  @Test
  void listing_thatIsWrittenAgain_namesAClosedLinkNotAsOpen() {
    // Given
    var open = store().insert(link(1, NOW));
    var closed =
        store().replace(open.moved(new State.Closed(Optional.empty(), NOW), 1, NOW)).orElseThrow();

    // When: somebody who read the link before it was closed
    store().list(open);

    // Then
    assertThat(all(new Listing.Open(), 3)).isEmpty();
    assertThat(all(new Listing.All(), 3)).containsExactly(closed);
  }

  @Test
  void linksOfASystem_areListedWithoutThoseOfOthers() {
    // Given
    var system = "orgs/acme/systems/" + tracker;
    for (int i = 1; i <= 20; i++) {
      var report = i % 4 == 0 ? ofSystem(system) : report(1, true);
      store().insert(Link.open(key(i), new State.New(), report, NOW.plusSeconds(i)));
    }

    // When / Then
    assertThat(all(new Listing.OfSystem(system), 2))
        .extracting(link -> link.key().episode())
        .containsExactly(20L, 16L, 12L, 8L, 4L);
  }

  @Test
  void links_ofAnyContent_areReadAsTheyWereWritten() {
    Property.of("a link is read as it was written")
        .withCases(60)
        .check(
            links(),
            link -> {
              var written = store().insert(link);
              var replaced = store().replace(written.idle(NOW)).orElseThrow();
              assertThat(written).isEqualTo(link.withRevision(1));
              assertThat(store().find(link.key())).contains(replaced);
            });
  }

  private List<Link> waiting(int size) {
    var found = new ArrayList<Link>();
    var page = store().untold("", size);
    while (!page.isEmpty()) {
      page.stream().filter(link -> link.key().tracker().equals(tracker)).forEach(found::add);
      page = store().untold(page.getLast().key().ticketId(), size);
    }
    return found;
  }

  /// The row after a step that opened an issue.
  private static Link opened(Link link) {
    var before = link.moved(new State.New(), 1, NOW);
    return link.moved(new State.Linked(REMOTE, "New"), 1, NOW).telling(before);
  }

  private List<Link> mine(int size) {
    return all(new Listing.All(), size);
  }

  /// What a listing names of this test's links.
  private List<Link> all(Listing listing, int size) {
    var found = new ArrayList<Link>();
    var page = store().page(listing, "", size);
    while (!page.isEmpty()) {
      page.stream().filter(link -> link.key().tracker().equals(tracker)).forEach(found::add);
      page = store().page(listing, page.getLast().key().ticketId(), size);
    }
    return found;
  }

  private static <T> List<T> atOnce(Callable<T> call) throws InterruptedException {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures =
          IntStream.range(0, CLAIMS)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    return call.call();
                  }))
              .toList();
      start.countDown();
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private LinkKey key(long episode) {
    return new LinkKey(tracker, "problem", episode);
  }

  private Link link(long episode, Instant when) {
    return Link.open(key(episode), new State.New(), report(1, true), when);
  }

  private static AlertReport report(long seq, boolean firing) {
    return TicketBench.report(seq, firing);
  }

  private static AlertReport ofSystem(String system) {
    var report = report(1, true);
    return new AlertReport(
        report.alert(),
        system,
        report.transitionSeq(),
        report.firing(),
        report.severity(),
        report.summary(),
        report.labels(),
        report.start(),
        report.url(),
        report.traceparent());
  }

  private Gen<Link> links() {
    var texts = Gen.strings(0, 12);
    Gen<Remote> remotes =
        choices ->
            new Remote(
                "1" + texts.from(choices),
                texts.from(choices),
                texts.from(choices),
                texts.from(choices),
                Gen.elements(Remote.Canonical.values()).from(choices),
                texts.from(choices));
    Gen<Instant> times = Gen.longs(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    Gen<State> states =
        Gen.oneOf(
            Gen.constant(new State.New()),
            times.map(time -> new State.Creating(3, time)),
            remotes.map(State.Reopening::new),
            remotes.map(remote -> new State.Linked(remote, "ours")),
            remotes.map(remote -> new State.Resolved(remote, "ours")),
            remotes.map(remote -> new State.Closed(Optional.of(remote), NOW)),
            Gen.constant(new State.Closed(Optional.empty(), NOW)),
            remotes.map(remote -> new State.Failed(Optional.of(remote))),
            Gen.constant(new State.Failed(Optional.empty())),
            remotes.map(State.Lost::new));
    Gen<Comments> comments =
        texts
            .map(text -> new Comments.Comment("r" + text, text))
            .list(0, 3)
            .map(waiting -> new Comments(waiting, List.of("done")));
    Gen<AlertReport> reports =
        choices ->
            new AlertReport(
                texts.from(choices),
                "s" + texts.from(choices),
                Gen.longs(0, Long.MAX_VALUE).from(choices),
                choices.oneIn(2),
                texts.from(choices),
                texts.from(choices),
                Map.of("a" + texts.from(choices), texts.from(choices)),
                times.from(choices),
                texts.from(choices),
                texts.from(choices));
    var untold = untold(texts, times);
    return choices ->
        new Link(
            new LinkKey(tracker, UUID.randomUUID().toString(), 1 + choices.upTo(9)),
            0,
            states.from(choices),
            reports.from(choices),
            choices.upTo(99),
            choices.oneIn(2) ? Optional.of(times.from(choices)) : Optional.empty(),
            (int) choices.upTo(9),
            choices.oneIn(2) ? Optional.of(times.from(choices)) : Optional.empty(),
            texts.from(choices),
            comments.from(choices),
            choices.oneIn(2) ? Optional.of(times.from(choices)) : Optional.empty(),
            untold.from(choices),
            times.from(choices),
            times.from(choices));
  }

  private static Gen<Untold> untold(Gen<String> texts, Gen<Instant> times) {
    Gen<TimelineNote> notes =
        choices ->
            new TimelineNote(
                texts.from(choices),
                texts.from(choices),
                times.from(choices),
                texts.from(choices),
                texts.from(choices),
                texts.from(choices));
    return notes.list(0, 3).map(Untold::new);
  }
}
