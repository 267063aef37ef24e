package io.aramaki.monitoring.domain.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.aramaki.kit.codec.batch.SeriesName;
import io.aramaki.monitoring.domain.index.IndexedSeries.Place;
import io.aramaki.monitoring.domain.index.limit.Admission;
import io.aramaki.monitoring.domain.index.limit.SeriesLimits;
import io.aramaki.monitoring.domain.index.limit.SeriesRefusal;
import io.aramaki.monitoring.domain.promql.select.Matcher;
import io.aramaki.monitoring.domain.promql.select.Matcher.Op;
import io.aramaki.monitoring.domain.promql.value.Labels;
import io.aramaki.monitoring.domain.series.SeriesBlock;
import io.aramaki.monitoring.domain.series.SeriesKey;
import io.aramaki.monitoring.domain.series.SeriesSet;
import io.aramaki.monitoring.domain.series.WriterName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeriesIndexTest {
  private static final String SYSTEM = "orgs/o/systems/web";
  private static final String OTHER = "orgs/o/systems/shop";
  private static final String AGENT = "orgs/o/agents/a1";
  private static final int REGEX_SIZE = 1_000;
  private static final int SEED = 5;
  private static final List<Op> OPS = List.copyOf(EnumSet.allOf(Op.class));

  private final SeriesIndex index = new SeriesIndex();

  private static SeriesKey key(String agent, String system, String metric, String... labels) {
    var map = new HashMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return SeriesKey.of(system, metric, map, agent);
  }

  private static SeriesBlock block(SeriesKey key, long timeMs, double value) {
    return new SeriesBlock(key, "s", new long[] {timeMs}, new double[] {value});
  }

  private static List<SeriesBlock> blocks(String agent, String system, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> block(key(agent, system, "up", "n", "v" + i), 1, i))
        .toList();
  }

  private static Matcher matcher(String name, Op op, String value) {
    return Matcher.of(name, op, value, REGEX_SIZE);
  }

  private List<String> found(Matcher... matchers) {
    return index.select(List.of(matchers)).stream()
        .map(series -> series.labels().get("n"))
        .sorted()
        .toList();
  }

  @Test
  void arrived_moreSeriesThanAnAgentMayHave_newOnesAreLeftOutAndKnownOnesGoOn() {
    // Given
    var small = new SeriesIndex(new SeriesLimits(3, 100));
    small.arrived(AGENT, blocks(AGENT, SYSTEM, 0, 3));

    // When
    Admission admission = small.arrived(AGENT, blocks(AGENT, SYSTEM, 1, 6));

    // Then
    assertThat(admission.blocks()).extracting(one -> one.value(0)).containsExactly(1.0, 2.0);
    assertThat(admission.refusal())
        .contains(new SeriesRefusal(AGENT, 3, "series.per-agent"))
        .get()
        .extracting(SeriesRefusal::message)
        .asString()
        .startsWith(AGENT + " has 3 series, as many as series.per-agent allows;");
    assertThat(small.refusedTotal()).isEqualTo(3);
    assertThat(small.size()).isEqualTo(3);
    assertThat(small.isFull(SYSTEM)).isTrue();
  }

  @Test
  void arrived_moreSeriesThanASystemMayHave_anotherSystemGoesOn() {
    // Given
    var small = new SeriesIndex(new SeriesLimits(100, 4));
    small.arrived("orgs/o/agents/a2", blocks("orgs/o/agents/a2", SYSTEM, 0, 3));
    var mixed = new ArrayList<>(blocks(AGENT, SYSTEM, 0, 3));
    mixed.addAll(blocks(AGENT, OTHER, 0, 3));

    // When
    Admission admission = small.arrived(AGENT, mixed);

    // Then
    assertThat(admission.blocks())
        .extracting(one -> one.value(0))
        .containsExactly(0.0, 0.0, 1.0, 2.0);
    assertThat(admission.refusal()).contains(new SeriesRefusal(SYSTEM, 4, "series.per-system"));
    assertThat(small.isFull(OTHER)).isFalse();
  }

  @Test
  void arrived_writersHaveNoAgent_onlyTheirSystemIsLimited() {
    // Given
    var small = new SeriesIndex(new SeriesLimits(2, 4));
    String writer = WriterName.of(SYSTEM, "m1");

    // When
    Admission admission = small.admit(writer, blocks(writer, SYSTEM, 0, 6));

    // Then
    assertThat(admission.blocks()).hasSize(4);
  }

  @Test
  void addSet_moreThanMayBe_isKnownAllTheSameSinceItIsStored() {
    // Given
    var small = new SeriesIndex(new SeriesLimits(2, 2));

    // When
    small.addSet(AGENT, set(0, 5));

    // Then
    assertThat(small.size()).isEqualTo(5);
    assertThat(small.arrived(AGENT, blocks(AGENT, SYSTEM, 4, 6)).blocks()).hasSize(1);
  }

  @Test
  void remove_makesRoomAgain() {
    // Given
    var small = new SeriesIndex(new SeriesLimits(5, 5));
    small.arrived("orgs/o/agents/a2", blocks("orgs/o/agents/a2", SYSTEM, 0, 6));

    // When
    small.remove("orgs/o/agents/a2");

    // Then
    assertThat(small.isFull(SYSTEM)).isFalse();
    assertThat(small.arrived(AGENT, blocks(AGENT, SYSTEM, 0, 5)).refusal()).isEmpty();
  }

  private static SeriesSet set(int from, int to) {
    return SeriesSet.of(
        IntStream.range(from, to)
            .mapToObj(i -> SeriesName.of(SYSTEM, "up", Map.of("n", "v" + i), "s"))
            .toList());
  }

  @Test
  void select_eachKindOfMatcher_anAbsentLabelIsEmpty() {
    // Given
    index.arrived(
        AGENT,
        List.of(
            block(key(AGENT, SYSTEM, "up", "n", "1", "zone", "north"), 1, 1),
            block(key(AGENT, SYSTEM, "up", "n", "2", "zone", "south"), 1, 1),
            block(key(AGENT, SYSTEM, "up", "n", "3", "zone", ""), 1, 1),
            block(key(AGENT, OTHER, "down", "n", "4"), 1, 1)));

    // When, then
    assertThat(found()).containsExactly("1", "2", "3", "4");
    assertThat(found(matcher("zone", Op.EQUAL, "north"))).containsExactly("1");
    assertThat(found(matcher("zone", Op.EQUAL, ""))).containsExactly("3", "4");
    assertThat(found(matcher("zone", Op.NOT_EQUAL, "north"))).containsExactly("2", "3", "4");
    assertThat(found(matcher("zone", Op.NOT_EQUAL, ""))).containsExactly("1", "2");
    assertThat(found(matcher("zone", Op.REGEX, ".*th"))).containsExactly("1", "2");
    assertThat(found(matcher("zone", Op.REGEX, "(sou.*)?"))).containsExactly("2", "3", "4");
    assertThat(found(matcher("zone", Op.NOT_REGEX, "n.*"))).containsExactly("2", "3", "4");
    assertThat(found(matcher("zone", Op.NOT_REGEX, ".*"))).isEmpty();
    assertThat(found(matcher("nobody", Op.EQUAL, "x"))).isEmpty();
    assertThat(found(matcher("nobody", Op.NOT_EQUAL, "x"))).hasSize(4);
    assertThat(found(matcher("zone", Op.EQUAL, "nowhere"))).isEmpty();
    assertThat(found(matcher(Labels.NAME, Op.REGEX, "do.*"))).containsExactly("4");
    assertThat(found(matcher("system", Op.EQUAL, "shop"))).containsExactly("4");
    assertThat(found(matcher("agent", Op.EQUAL, "a1"), matcher("zone", Op.REGEX, "s.+")))
        .containsExactly("2");
  }

  @Test
  void select_showsASeriesAsItCame() {
    // Given
    SeriesKey key = key(AGENT, SYSTEM, "up", "n", "1", "empty", "");
    index.arrived(AGENT, List.of(block(key, 1, 1)));
    String writer = WriterName.of(OTHER, "m1");
    SeriesKey written = key(writer, OTHER, "up", "n", "2");
    index.admit(writer, List.of(block(written, 1, 1)));

    // When
    List<IndexedSeries> all = index.select(List.of());

    // Then
    assertThat(all).extracting(IndexedSeries::agent).containsExactly(AGENT, writer);
    assertThat(all).extracting(IndexedSeries::key).containsExactly(key, written);
    assertThat(all).extracting(IndexedSeries::unit).containsExactly("s", "s");
    assertThat(all)
        .extracting(IndexedSeries::labels)
        .containsExactly(
            Labels.of(Labels.NAME, "up", "agent", "a1", "n", "1", "system", "web"),
            Labels.of(Labels.NAME, "up", "n", "2", "system", "shop"));
    assertThat(index.has(AGENT, key)).isTrue();
    assertThat(index.has(AGENT, written)).isFalse();
    assertThat(index.has(writer, written)).isTrue();
  }

  @Test
  void select_stopsWhenItIsTooMuch() {
    // Given
    index.arrived(AGENT, blocks(AGENT, SYSTEM, 0, 10));

    // When, then
    assertThatIllegalStateException()
        .isThrownBy(() ->
            index.select(
                List.of(),
                () -> {
                  throw new IllegalStateException("too many");
                }));
    assertThat(index.select(List.of())).hasSize(10);
  }

  @Test
  void addSet_twice_aSeriesHasOnePlaceInEachSet() {
    // When
    index.addSet(AGENT, set(0, 3));
    index.addSet(AGENT, set(1, 3));
    index.addSet(AGENT, set(1, 3));

    // Then
    assertThat(index.select(List.of(matcher("n", Op.EQUAL, "v1"))).getFirst().places())
        .containsExactlyInAnyOrder(new Place(set(0, 3).id(), 1), new Place(set(1, 3).id(), 0));
    assertThat(index.size()).isEqualTo(3);
  }

  @Test
  void remove_ofSomeAgents_theOthersStayAsTheyWere() {
    // Given
    int agents = 40;
    int each = 200;
    for (int i = 0; i < agents; i++) {
      String agent = "orgs/o/agents/x" + (i * 64);
      index.addSet(agent, set(0, 2));
      index.arrived(agent, blocks(agent, SYSTEM, 0, each));
    }
    String left = "orgs/o/agents/x0";
    List<IndexedSeries> before = index.select(List.of(matcher("agent", Op.EQUAL, "x0")));
    List<Latest> latestBefore = index.latest(SYSTEM, "", "", each * agents);

    // When
    for (int i = 1; i < agents; i++) {
      index.remove("orgs/o/agents/x" + (i * 64));
    }

    // Then
    assertThat(index.size()).isEqualTo(each);
    assertThat(index.select(List.of()))
        .usingElementComparator(Comparator.comparing(one -> one.key() + " " + one.places()))
        .isEqualTo(before)
        .hasSize(each);
    assertThat(before.getFirst().places()).hasSize(1);
    assertThat(index.latest(SYSTEM, "", "", each * agents))
        .isEqualTo(
            latestBefore.stream()
                .filter(latest -> left.equals(latest.key().labels().get("agent")))
                .toList())
        .hasSize(each);

    // When
    index.remove(left);

    // Then
    assertThat(index.size()).isZero();
    assertThat(index.select(List.of())).isEmpty();
  }

  @Test
  void latest_theNewestOfEachSeries_pageByPage() {
    // Given
    SeriesKey first = key(AGENT, SYSTEM, "load", "n", "1");
    SeriesKey second = key(AGENT, SYSTEM, "up", "n", "1");
    index.arrived(AGENT, List.of(block(second, 20, 2), block(first, 10, 1)));
    index.arrived(AGENT, List.of(block(second, 10, 3), block(first, 30, 4)));
    index.arrived(AGENT, blocks(AGENT, OTHER, 0, 5));
    index.admit(AGENT, List.of(block(key(AGENT, SYSTEM, "old"), 1, 1)));

    // When
    List<Latest> page = index.latest(SYSTEM, "", "", 1);

    // Then
    assertThat(page).containsExactly(new Latest(first, "s", 30, 4));
    assertThat(index.latest(SYSTEM, "load", first.text(), 9))
        .containsExactly(new Latest(second, "s", 20, 2));
  }

  @Test
  void labels_namesAndValuesOfWhatMatches() {
    // Given
    index.arrived(AGENT, List.of(block(key(AGENT, SYSTEM, "up", "n", "1", "disk", "a"), 1, 1)));
    index.arrived(AGENT, List.of(block(key(AGENT, OTHER, "up", "n", "2"), 1, 1)));

    // When, then
    assertThat(index.labelNames(List.of(matcher("system", Op.EQUAL, "shop"))))
        .containsExactly(Labels.NAME, "agent", "n", "system");
    assertThat(index.labelNames(List.of())).contains("disk");
    assertThat(index.labelValues("n", List.of())).containsExactly("1", "2");
    assertThat(index.labelValues("disk", List.of())).containsExactly("a");
    assertThat(index.labelValues("n", List.of(matcher("disk", Op.NOT_EQUAL, ""))))
        .containsExactly("1");
    assertThat(index.labelValues("nothing", List.of())).isEmpty();
  }

  @Test
  void select_manySeriesAndRandomMatchers_theSameAsLookingAtEach() {
    // Given
    var random = new Random(SEED);
    for (int agent = 0; agent < 30; agent++) {
      String name = "orgs/o/agents/a" + agent;
      var some = new ArrayList<SeriesBlock>();
      for (int i = 0; i < 50; i++) {
        var labels = new String[] {"a", "a" + random.nextInt(5), "b", "b" + random.nextInt(40)};
        some.add(block(key(name, SYSTEM, "m" + random.nextInt(3), labels), 1, 1));
      }
      index.arrived(name, some);
    }
    var everything = new ArrayList<IndexedSeries>();
    index.each(List.of(), everything::add);

    // When, then
    for (int i = 0; i < 300; i++) {
      var matchers =
          List.of(
              matcher("a", OPS.get(random.nextInt(OPS.size())), "a" + random.nextInt(6)),
              matcher(
                  "b", OPS.get(random.nextInt(OPS.size())), random.nextInt(5) == 0 ? "" : "b1.?"),
              matcher(Labels.NAME, OPS.get(random.nextInt(OPS.size())), "m[01]|m2"));
      var expected = new TreeSet<String>();
      everything.stream()
          .filter(one -> matchers.stream().allMatch(matcher -> matcher.matches(one.labels())))
          .forEach(one -> expected.add(one.labels().toString()));
      assertThat(index.select(matchers))
          .as("%s", matchers)
          .extracting(one -> one.labels().toString())
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void arrivalsAndSearches_atTheSameTime_nothingIsLostOrTwice() throws Exception {
    // Given
    int writers = 4;
    var tasks = new ArrayList<Future<?>>();

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        String agent = "orgs/o/agents/w" + (i % 2);
        tasks.add(
            threads.submit(() -> {
              for (int n = 0; n < 2_000; n++) {
                index.arrived(agent, blocks(agent, SYSTEM, n, n + 1));
              }
            }));
        tasks.add(
            threads.submit(() -> {
              for (int n = 0; n < 200; n++) {
                assertThat(index.select(List.of(matcher("n", Op.EQUAL, "v" + n))))
                    .hasSizeLessThan(3);
              }
            }));
      }
      for (Future<?> task : tasks) {
        get(task);
      }
    }

    // Then
    assertThat(index.size()).isEqualTo(4_000);
    assertThat(index.labelValues("n", List.of())).hasSize(2_000);
  }

  private static void get(Future<?> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void arrived_sameNamesAgainAfterTheirAgentWasRemoved_newSeriesWithoutTheOldSample() {
    // Given: another agent of the same part, so that the part stays
    String neighbour = neighbour(AGENT, "orgs/o/agents/n");
    var blocks = blocks(AGENT, SYSTEM, 0, 3);
    index.arrived(AGENT, blocks);
    index.arrived(AGENT, blocks);
    index.arrived(neighbour, blocks(neighbour, SYSTEM, 0, 1));

    // When
    index.remove(AGENT);
    boolean hadWhenRemoved = index.has(AGENT, blocks.getFirst().key());
    index.admit(AGENT, blocks.subList(0, 2));

    // Then
    assertThat(hadWhenRemoved).isFalse();
    assertThat(index.has(AGENT, blocks.get(0).key())).isTrue();
    assertThat(index.has(AGENT, blocks.get(2).key())).isFalse();
    assertThat(index.latest(SYSTEM, "", "", 10))
        .extracting(latest -> latest.key().labels().get(SeriesKey.AGENT))
        .containsExactly(neighbour);
  }

  /// A name that lies in the same part of the index.
  private static String neighbour(String of, String prefix) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> prefix + i)
        .filter(name -> part(name) == part(of) && !name.equals(of))
        .findFirst()
        .orElseThrow();
  }

  private static int part(String agent) {
    return (agent.hashCode() ^ (agent.hashCode() >>> 16)) & 63;
  }

  @Test
  void has_sameNameInTwoIndexesAndOfTwoWriters_eachKnowsItsOwn() {
    // Given
    String writer = WriterName.of(SYSTEM, "i1");
    String otherWriter = neighbour(writer, WriterName.of(SYSTEM, "i"));
    var other = new SeriesIndex();
    SeriesKey key = key(writer, SYSTEM, "up", "n", "v");
    index.arrived(writer, blocks(writer, SYSTEM, 0, 5));
    index.arrived(writer, List.of(block(key, 1, 1)));
    index.arrived(writer, List.of(block(key, 1, 1)));
    other.arrived(writer, List.of(block(key, 2, 2)));

    // When
    List<Boolean> known =
        List.of(
            index.has(writer, key),
            other.has(writer, key),
            index.has(otherWriter, key),
            other.has(otherWriter, key));

    // Then
    assertThat(known).containsExactly(true, true, false, false);
    assertThat(other.latest(SYSTEM, "", "", 10)).extracting(Latest::value).containsExactly(2.0);
  }
}
