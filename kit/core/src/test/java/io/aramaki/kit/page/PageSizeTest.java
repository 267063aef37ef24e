package io.aramaki.kit.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PageSizeTest {
  @Test
  void size_negative_isRefused() {
    assertThatThrownBy(() -> PageSize.of(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void size_askedFor_isKeptDefaultedOrCoerced() {
    assertThat(PageSize.of(0).value()).isEqualTo(50);
    assertThat(PageSize.of(1).value()).isEqualTo(1);
    assertThat(PageSize.of(1000).value()).isEqualTo(1000);
    assertThat(PageSize.of(Integer.MAX_VALUE).value()).isEqualTo(1000);
  }
}
