package io.aramaki.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedactedTest {
  record Login(String user, Redacted password) {}

  @Test
  void secret_insideARecord_doesNotShow() {
    assertThat(new Login("root", Redacted.of("hunter2")).toString()).doesNotContain("hunter2");
  }

  @Test
  void secret_compared_isEqualByValue() {
    assertThat(Redacted.of("a")).isEqualTo(Redacted.of("a")).isNotEqualTo(Redacted.of("b"));
    assertThat(Redacted.of("a")).hasSameHashCodeAs(Redacted.of("a"));
    assertThat(Redacted.of("a").reveal()).isEqualTo("a");
  }
}
