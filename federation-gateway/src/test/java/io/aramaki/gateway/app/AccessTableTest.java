package io.aramaki.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A table in which something is missing passes for nobody, also if the test that reads it leaves
/// out the same.
final class AccessTableTest {
  private static final String ROUTE = "GET /systems";
  private static final List<String> CALLERS = AccessTable.CALLERS;

  @Test
  void table_withACellForEveryCaller_isRight() {
    assertThat(table(CALLERS, cells()).differences(CALLERS, Map.of(ROUTE, cells()))).isEmpty();
  }

  @Test
  void caller_whomNeitherTheTableNorTheTestHas_isMissed() {
    for (String caller : CALLERS) {
      List<String> others = without(CALLERS, caller);
      List<String> cells = cells().subList(0, others.size());

      assertThat(table(others, cells).differences(others, Map.of(ROUTE, cells)))
          .containsExactly("the columns have no " + caller);
    }
  }

  @Test
  void caller_whomOnlyTheTestHas_isMissed() {
    List<String> more = new ArrayList<>(CALLERS);
    more.add("PEER");

    assertThat(table(CALLERS, cells()).differences(more, Map.of(ROUTE, cells()))).hasSize(1);
  }

  @Test
  void cell_thatIsMissing_isMissed() {
    List<String> fewer = cells().subList(1, CALLERS.size());

    assertThat(table(CALLERS, fewer).differences(CALLERS, Map.of(ROUTE, cells())))
        .singleElement()
        .asString()
        .startsWith("a cell is missing")
        .endsWith(ROUTE);
  }

  @Test
  void row_thatIsMissingOrServesNobody_isMissed() {
    var table = table(CALLERS, cells());

    assertThat(table.differences(CALLERS, Map.of(ROUTE, cells(), "GET /new", cells())))
        .singleElement()
        .asString()
        .startsWith("served, not in the table")
        .endsWith("GET /new");
    assertThat(table.differences(CALLERS, Map.of()))
        .containsExactly("in the table, not served: " + ROUTE);
  }

  @Test
  void answer_otherThanExpected_isToldWithBoth() {
    List<String> other = Collections.nCopies(CALLERS.size(), "403");

    assertThat(table(CALLERS, cells()).differences(CALLERS, Map.of(ROUTE, other)))
        .singleElement()
        .asString()
        .contains("200", "403", ROUTE);
  }

  private static AccessTable table(List<String> columns, List<String> cells) {
    return new AccessTable(columns, Map.of(ROUTE, cells));
  }

  private static List<String> cells() {
    return Collections.nCopies(CALLERS.size(), "200");
  }

  private static List<String> without(List<String> all, String one) {
    return all.stream().filter(each -> !each.equals(one)).toList();
  }
}
