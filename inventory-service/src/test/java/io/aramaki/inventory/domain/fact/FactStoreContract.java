package io.aramaki.inventory.domain.fact;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.fact.FactStore.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of facts does, as [Facts] uses it.
public abstract class FactStoreContract {
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final SystemId HOST = new SystemId("host");
  private static final AgentId A1 = new AgentId("a1");
  private static final AgentId A2 = new AgentId("a2");

  protected abstract FactStore store();

  @Test
  void report_first_isCurrentAndHistory() {
    report(A1, 0, Map.of("os.name", "Debian", "os.version", "12"));

    assertThat(values(store().current(HOST, Optional.empty(), 10)))
        .containsExactly("os.name=Debian", "os.version=12");
    assertThat(store().history(HOST, Optional.empty(), 10)).hasSize(2);
    assertThat(store().current(new SystemId("other"), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void report_sameAgain_changesNothing() {
    report(A1, 0, Map.of("os.version", "12"));

    FactChange change = report(A1, 60, Map.of("os.version", "12"));

    assertThat(change.isEmpty()).isTrue();
    assertThat(store().history(HOST, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void report_otherValue_endsTheOneBefore() {
    report(A1, 0, Map.of("os.version", "12"));

    report(A1, 60, Map.of("os.version", "13"));

    assertThat(values(store().current(HOST, Optional.empty(), 10)))
        .containsExactly("os.version=13");
    List<Fact> history = store().history(HOST, Optional.empty(), 10);
    assertThat(values(history)).containsExactly("os.version=13", "os.version=12");
    assertThat(history.getFirst().replaceTime()).isEmpty();
    assertThat(history.getLast().replaceTime()).contains(THEN.plusSeconds(60));
    assertThat(history.getLast().observeTime()).isEqualTo(THEN);
  }

  @Test
  void report_keyMissing_isGoneButRemembered() {
    report(A1, 0, Map.of("os.version", "12", "raid", "ok"));

    report(A1, 60, Map.of("os.version", "12"));

    assertThat(values(store().current(HOST, Optional.empty(), 10)))
        .containsExactly("os.version=12");
    assertThat(store().history(HOST, Optional.empty(), 10))
        .anySatisfy(fact -> {
          assertThat(fact.key()).isEqualTo("raid");
          assertThat(fact.replaceTime()).contains(THEN.plusSeconds(60));
        });
  }

  @Test
  void report_ofAnotherAgent_leavesOthersAlone() {
    report(A1, 0, Map.of("seen.by", "a1"));

    report(A2, 60, Map.of("seen.by", "a2"));
    report(A2, 90, Map.of());

    assertThat(values(store().current(HOST, Optional.empty(), 10))).containsExactly("seen.by=a1");
  }

  @Test
  void report_halfWritten_isCompletedByTheSameReport() {
    report(A1, 0, Map.of("os.version", "12"));
    var next = new FactReport(HOST, A1, Map.of("os.version", "13"), THEN.plusSeconds(60));
    FactChange change = FactChange.of(store().current(HOST, Optional.empty(), 10), next);
    store().write(new FactChange(List.of(), change.ended()));
    store().write(new FactChange(change.begun(), List.of()));

    new Facts(store()).report(next);

    assertThat(values(store().current(HOST, Optional.empty(), 10)))
        .containsExactly("os.version=13");
    assertThat(values(store().history(HOST, Optional.empty(), 10)))
        .containsExactly("os.version=13", "os.version=12");
  }

  @Test
  void lists_page_withoutGapOrRepetition() {
    report(A1, 0, Map.of("a", "1", "b", "1", "c", "1"));
    report(A1, 60, Map.of("a", "2", "b", "2", "c", "2"));

    List<Fact> first = store().current(HOST, Optional.empty(), 2);
    List<Fact> second = store().current(HOST, Optional.of(Position.of(first.getLast())), 2);
    List<Fact> newest = store().history(HOST, Optional.empty(), 4);
    List<Fact> oldest = store().history(HOST, Optional.of(Position.of(newest.getLast())), 4);

    assertThat(values(first)).containsExactly("a=2", "b=2");
    assertThat(values(second)).containsExactly("c=2");
    assertThat(values(newest)).containsExactly("c=2", "b=2", "a=2", "c=1");
    assertThat(values(oldest)).containsExactly("b=1", "a=1");
  }

  private FactChange report(AgentId agent, long seconds, Map<String, String> values) {
    return new Facts(store())
        .report(new FactReport(HOST, agent, values, THEN.plusSeconds(seconds)));
  }

  private static List<String> values(List<Fact> facts) {
    return facts.stream().map(fact -> fact.key() + "=" + fact.value()).toList();
  }
}
