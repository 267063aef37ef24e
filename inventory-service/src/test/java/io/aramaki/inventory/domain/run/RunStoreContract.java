package io.aramaki.inventory.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.Bytes;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Denied;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Failed;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.RunState.Succeeded;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.domain.run.RunStore.OpenMark;
import io.aramaki.inventory.domain.run.RunStore.Position;
import io.aramaki.inventory.domain.run.RunStore.Request;
import io.aramaki.inventory.domain.run.output.RunOutputStore;
import io.aramaki.inventory.domain.run.output.RunOutputStore.Chunk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of runs and their output does.
public abstract class RunStoreContract {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  protected abstract RunStore runs();

  protected abstract RunOutputStore output();

  @Test
  void insert_thenFind_givesAllBack() {
    Run run = RunSamples.requested(1);

    assertThat(runs().insert(run)).isTrue();
    assertThat(runs().insert(RunSamples.requested(1, "flush", now))).isFalse();

    assertThat(runs().find(run.id())).contains(run);
    assertThat(runs().find(RunSamples.requested(2).id())).isEmpty();
    assertThat(runs().find(new RunId(new ActionId("other"), run.id().value()))).isEmpty();
  }

  @Test
  void replace_everyState_givesAllBack() {
    Run run = RunSamples.requested(1);
    runs().insert(run);
    List<RunState> states =
        List.of(
            new Approved(-5L),
            new Started(now),
            new Succeeded(now, now.plusSeconds(1)),
            new Failed(now, now.plusSeconds(1), OptionalInt.of(3), ""),
            new Failed(now, now.plusSeconds(1), OptionalInt.empty(), "killed"),
            new Denied(now, "NOT_ALLOWED_HERE: no"),
            new Expired(now, true),
            new Expired(now, false),
            new Cancelled(now),
            new Unknown(Optional.of(now), now, "lost", false),
            new Unknown(Optional.empty(), now, "silent", true));

    for (RunState state : states) {
      Run next = run.to(state, now, "orgs/o/agents/a1", "why");

      assertThat(runs().replace(next)).isTrue();

      assertThat(runs().find(run.id())).contains(next);
      run = next;
    }
  }

  @Test
  void replace_staleOrAbsent_changesNothing() {
    Run run = RunSamples.requested(1);
    Run next = run.to(new Approved(1), now, "x", "");

    assertThat(runs().replace(next)).isFalse();
    runs().insert(run);
    runs().replace(next);
    assertThat(runs().replace(run.to(new Cancelled(now), now, "x", ""))).isFalse();

    assertThat(runs().find(run.id())).contains(next);
  }

  @Test
  void open_untilMarkedClosed() {
    Run first = RunSamples.requested(1, "flush", now);
    Run second = RunSamples.requested(2, "flush", now);
    runs().insert(first);
    runs().insert(second);

    assertThat(open()).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(runs().open(1)).hasSize(1);
    runs().markClosed(mark(first), first);
    assertThat(open()).containsExactly(second.id());
    runs().markOpen(first.withPublished(1));
    assertThat(open()).hasSize(2);
  }

  @Test
  void markClosed_forAnOlderVersion_leavesTheMarkOfANewerOne() {
    Run run = RunSamples.requested(1, "flush", now);
    var lost = new Unknown(Optional.empty(), now, "silent", true);
    Run ended = run.to(lost, now, RunSamples.AGENT, "");
    Run again = ended.to(new Started(now), now, RunSamples.AGENT, "");
    runs().insert(run);
    OpenMark seen = mark(ended);

    runs().markOpen(again);
    runs().markClosed(seen, ended);

    assertThat(open()).containsExactly(again.id());
    runs().markClosed(seen, again);
    assertThat(open()).isEmpty();
  }

  @Test
  void lists_newestFirst_pageWithoutGapOrRepetition() {
    var all = new ArrayList<RunId>();
    for (int i = 0; i < 7; i++) {
      // Some of them at the same moment, some days apart.
      Instant time = now.minus(i / 2, ChronoUnit.DAYS);
      Run run = RunSamples.requested(10 - i, i == 3 ? "other" : "flush", time);
      runs().insert(run);
      all.add(run.id());
    }

    assertThat(pages(3, Optional.empty())).containsExactlyElementsOf(all);
    assertThat(pages(2, Optional.of(new ActionId("flush")))).hasSize(6).isSubsetOf(all);
    assertThat(pages(2, Optional.of(new ActionId("other")))).containsExactly(all.get(3));
  }

  @Test
  void bind_sameRequest_answersTheFirst() {
    var first = new Request("orgs/o/users/u", "r1", "d1", new UUID(1, 1));
    var second = new Request("orgs/o/users/u", "r1", "d2", new UUID(2, 2));
    var ofOther = new Request("orgs/o/users/v", "r1", "d3", new UUID(3, 3));

    assertThat(runs().bind(first)).isEqualTo(first);
    assertThat(runs().bind(second)).isEqualTo(first);
    assertThat(runs().bind(ofOther)).isEqualTo(ofOther);
  }

  @Test
  void output_readFromOffset_inOrder() {
    RunId run = RunSamples.requested(1).id();
    output().append(run, chunk(10, "c"));
    output().append(run, chunk(0, "a"));
    output().append(run, chunk(5, "b"));
    output().append(run, chunk(5, "b"));

    assertThat(output().read(run, 1, 10)).containsExactly(chunk(5, "b"), chunk(10, "c"));
    output().forget(run, 1, 10);
    assertThat(output().read(run, 0, 10)).containsExactly(chunk(0, "a"), chunk(10, "c"));
    assertThat(output().read(RunSamples.requested(2).id(), 0, 10)).isEmpty();
  }

  private List<RunId> open() {
    return runs().open(10).stream().map(OpenMark::run).toList();
  }

  private OpenMark mark(Run run) {
    return runs().open(10).stream()
        .filter(mark -> mark.run().equals(run.id()))
        .findFirst()
        .orElseThrow();
  }

  private List<RunId> pages(int size, Optional<ActionId> action) {
    var all = new ArrayList<RunId>();
    Optional<Position> after = Optional.empty();
    List<Position> page;
    do {
      Optional<Position> from = after;
      page =
          action.map(id -> runs().ofAction(id, from, size)).orElseGet(() -> runs().all(from, size));
      page.forEach(position -> all.add(position.run()));
      after = page.isEmpty() ? after : Optional.of(page.getLast());
    } while (!page.isEmpty());
    return all;
  }

  private static Chunk chunk(long offset, String text) {
    return new Chunk(offset, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }
}
