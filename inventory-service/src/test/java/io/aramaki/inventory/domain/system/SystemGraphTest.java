package io.aramaki.inventory.domain.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.SystemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SystemGraphTest {
  private static final int SYSTEMS = 9;

  @Test
  void subtree_cycle_ends() {
    SystemGraph graph = graph("a>b", "b>c", "c>a");

    assertThat(graph.subtree(id("b"))).containsExactlyInAnyOrder(id("a"), id("b"), id("c"));
  }

  @Test
  void subtree_selfLoop_isItself() {
    assertThat(graph("a>a").subtree(id("a"))).containsExactly(id("a"));
  }

  @Test
  void subtree_diamond_hasEachOnce() {
    SystemGraph graph = graph("top>l", "top>r", "l>x", "r>x", "x");

    assertThat(graph.subtree(id("top"))).hasSize(4);
  }

  @Test
  void subtree_missingSubsystem_isPassedOver() {
    assertThat(graph("a>gone").subtree(id("a"))).containsExactly(id("a"));
  }

  @Test
  void subtree_unknownTop_isEmpty() {
    assertThat(graph("a").subtree(id("gone"))).isEmpty();
  }

  @Test
  void parents_areDirectOnes() {
    assertThat(graph("a>b", "b>c", "d>c", "c").parents(id("c"))).containsExactly(id("b"), id("d"));
  }

  @Test
  void subtree_randomGraphs_isWhatCanBeReached() {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      boolean[][] reach = new boolean[SYSTEMS][SYSTEMS];
      Map<SystemId, List<SystemId>> edges = new HashMap<>();
      for (int i = 0; i < SYSTEMS; i++) {
        List<SystemId> below = new ArrayList<>();
        for (int j = 0; j < SYSTEMS; j++) {
          if (random.nextInt(5) == 0) {
            below.add(id("s" + j));
            reach[i][j] = true;
          }
        }
        reach[i][i] = true;
        edges.put(id("s" + i), below);
      }
      close(reach);

      var graph = new SystemGraph(edges);

      for (int i = 0; i < SYSTEMS; i++) {
        Set<SystemId> expected = new HashSet<>();
        for (int j = 0; j < SYSTEMS; j++) {
          if (reach[i][j]) {
            expected.add(id("s" + j));
          }
        }
        assertThat(graph.subtree(id("s" + i))).as("seed %d, top s%d", seed, i).isEqualTo(expected);
      }
    }
  }

  private static void close(boolean[][] reach) {
    for (int k = 0; k < SYSTEMS; k++) {
      for (int i = 0; i < SYSTEMS; i++) {
        for (int j = 0; j < SYSTEMS; j++) {
          reach[i][j] |= reach[i][k] && reach[k][j];
        }
      }
    }
  }

  /// Makes a graph of edges `a>b`; what stands left of one, or alone, exists.
  public static SystemGraph graph(String... edges) {
    return new SystemGraph(
        Arrays.stream(edges)
            .map(edge -> edge.split(">", 2))
            .collect(
                Collectors.groupingBy(
                    parts -> id(parts[0]),
                    Collectors.flatMapping(
                        parts -> Arrays.stream(parts).skip(1).map(SystemGraphTest::id),
                        Collectors.toList()))));
  }

  private static SystemId id(String id) {
    return new SystemId(id);
  }
}
