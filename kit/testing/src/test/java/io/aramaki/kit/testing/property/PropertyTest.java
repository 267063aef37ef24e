package io.aramaki.kit.testing.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PropertyTest {
  private static final Property PROPERTY = Property.of("a statement under test").withSeed(42);

  /// The message of a property that must fail.
  private static <T> String failure(Gen<T> generator, Property.Assertion<? super T> check) {
    var thrown = catchThrowable(() -> PROPERTY.withCases(2_000).check(generator, check));
    assertThat(thrown).as("the property should fail").isInstanceOf(AssertionError.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void check_numberTooLarge_shrinksToTheSmallestSuch() {
    assertThat(failure(Gen.longs(0, 1_000_000), n -> assertThat(n).isLessThan(1_234)))
        .contains("does not hold for\n  1234\n")
        .contains("-Daramaki.seed=42");
  }

  @Test
  void check_negativeNumber_shrinksTowardsZero() {
    assertThat(
            failure(
                Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE), n -> assertThat(n).isGreaterThan(-5)))
        .contains("does not hold for\n  -5\n");
  }

  @Test
  void check_sumOfListTooLarge_shrinksToAShortList() {
    assertThat(
            failure(
                Gen.ints(0, 1_000).list(0, 50),
                list -> assertThat(list.stream().mapToInt(i -> i).sum()).isLessThan(1_500)))
        .containsPattern("does not hold for\n  \\[\\d+, \\d+\\]\n");
  }

  @Test
  void check_duplicateInList_shrinksToTwoZeros() {
    assertThat(
            failure(Gen.ints(0, 100).list(0, 30), list -> assertThat(list).doesNotHaveDuplicates()))
        .contains("does not hold for\n  [0, 0]\n");
  }

  @Test
  void check_flatMappedGenerator_shrinksThroughIt() {
    // Given
    var listOfItsOwnLength = Gen.ints(0, 20).flatMap(n -> Gen.elements("a", "b").list(n, n));

    // When, Then
    assertThat(failure(listOfItsOwnLength, list -> assertThat(list).doesNotContain("b")))
        .contains("does not hold for\n  [b]\n");
  }

  @Test
  void check_text_shrinksToTheOneCharacterThatMatters() {
    assertThat(failure(Gen.strings(0, 40), text -> assertThat(text).doesNotContain("\"")))
        .contains("does not hold for\n  \"\n");
  }

  @Test
  void check_checkChangesItsValue_valueIsShownAsItWas() {
    assertThat(
            failure(
                Gen.ints(0, 9).list(1, 3).map(ArrayList::new),
                list -> {
                  list.clear();
                  throw new IllegalStateException("always");
                }))
        .contains("does not hold for\n  [0]\n");
  }

  @Test
  void check_anotherFailureOnTheWay_isNotTakenForTheFirst() {
    assertThat(
            failure(
                Gen.longs(0, 1_000_000),
                n -> {
                  if (n >= 500_000) {
                    throw new IllegalStateException("the one we look for");
                  }
                  if (n > 10 && n < 100) {
                    throw new IllegalArgumentException("another");
                  }
                }))
        .containsAnyOf("does not hold for\n  500000\n", "does not hold for\n  11\n")
        .doesNotContain("does not hold for\n  500000\n(case 1, shrunk in 0");
  }

  @Test
  void check_filterThatNothingPasses_saysSo() {
    assertThatThrownBy(() -> PROPERTY.check(Gen.ints(0, 9).filter(_ -> false), _ -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("filters rejected");
  }

  @Test
  void check_holds_triesAsManyCasesAsAskedFor() {
    // Given
    var count = new AtomicInteger();

    // When
    PROPERTY.withCases(321).check(Gen.booleans(), _ -> count.incrementAndGet());

    // Then
    assertThat(count).hasValue(Integer.getInteger("aramaki.cases", 321));
  }

  @Test
  void check_sameSeed_drawsTheSameValues() {
    assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
  }

  private static List<Object> drawn(long seed) {
    var values = new ArrayList<>();
    PROPERTY
        .withSeed(seed)
        .check(Gen.oneOf(Gen.strings(0, 9), Gen.longs(-9, 9), Gen.doubles()), values::add);
    return values;
  }

  @Test
  void generators_reachTheEndsOfTheirRanges() {
    // Given
    var longs = new HashSet<Long>();
    var sizes = new HashSet<Integer>();

    // When
    PROPERTY.withCases(3_000).check(Gen.longs(-3, Long.MAX_VALUE), longs::add);
    PROPERTY.withCases(3_000).check(Gen.booleans().list(2, 5), list -> sizes.add(list.size()));

    // Then
    assertThat(longs).contains(-3L, -1L, 0L, Long.MAX_VALUE).allMatch(n -> n >= -3);
    assertThat(sizes).containsExactlyInAnyOrder(2, 3, 4, 5);
  }

  @Test
  void shuffles_keepTheValues() {
    PROPERTY.check(
        Gen.shuffles(List.of(1, 2, 2, 3)),
        list -> assertThat(list).containsExactlyInAnyOrder(1, 2, 2, 3));
  }
}
