package io.aramaki.inventory.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VisiblePagesTest {
  private static final List<String> KEYS =
      IntStream.range(100, 300).mapToObj(Integer::toString).toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 200})
  void pages_ofAListOfWhichMostIsHidden_showWhatIsVisibleOnceAndInOrder(int size) {
    // Given
    var visible = List.of("100", "101", "117", "190", "191", "192", "193", "299");

    // When
    var pages = pages(visible, size);

    // Then
    assertThat(pages.stream().flatMap(page -> page.items().stream()))
        .containsExactlyElementsOf(visible);
    assertThat(pages).allSatisfy(page -> assertThat(page.items()).hasSizeLessThanOrEqualTo(size));
  }

  @Test
  void page_beforeMuchThatIsHidden_endsWithoutReadingItAll() {
    // When
    var pages = pages(List.of("299"), 1);

    // Then
    assertThat(pages).hasSizeGreaterThan(1);
    assertThat(pages.getFirst().items()).isEmpty();
    assertThat(pages.getLast().items()).containsExactly("299");
  }

  @Test
  void fullPage_behindWhichAllIsHidden_isTheLastOne() {
    // Given
    var visible = KEYS.subList(0, 20);

    // When
    var pages = pages(visible, 20);

    // Then
    assertThat(pages)
        .singleElement()
        .satisfies(page -> assertThat(page.items()).isEqualTo(visible));
  }

  /// Turns all pages.
  private static List<Page<String>> pages(List<String> visible, int size) {
    var pages = new ArrayList<Page<String>>();
    Optional<String> after = Optional.empty();
    do {
      var page =
          VisiblePages.read(
              after, size, VisiblePagesTest::read, visible::contains, Function.identity());
      pages.add(page);
      after = page.next();
    } while (after.isPresent());
    return pages;
  }

  private static Page<String> read(Optional<String> after, int size) {
    Stream<String> rest =
        KEYS.stream().filter(key -> after.map(from -> key.compareTo(from) > 0).orElse(true));
    return Page.cut(rest.limit(size + 1L).toList(), size, Function.identity());
  }
}
