package io.aramaki.kit.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aramaki.kit.security.Sha256;
import io.aramaki.type.v1.Principal;
import org.junit.jupiter.api.Test;

final class AuditEntryTest {

  @Test
  void new_halfASurrogatePair_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("m", "\ud83d"))
        .withMessageContaining("half a surrogate pair");
    assertThatIllegalArgumentException().isThrownBy(() -> entry("m\udc00", ""));
  }

  @Test
  void new_longSummaryOrNoMethod_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> entry("m", "x".repeat(1001)));
    assertThatIllegalArgumentException().isThrownBy(() -> entry("", ""));
  }

  @Test
  void summarise_longText_isCutBetweenCharacters() {
    for (int before = 990; before <= 1001; before++) {
      // Given
      var text = "x".repeat(before) + "😀".repeat(100);

      // When
      var summary = AuditEntry.summarise(text);

      // Then
      assertThat(entry("m", summary).summary()).hasSizeBetween(999, 1000).endsWith("…");
    }
  }

  @Test
  void summarise_shortText_staysAsItIs() {
    assertThat(AuditEntry.summarise("x".repeat(1000))).hasSize(1000);
  }

  private static AuditEntry entry(String method, String summary) {
    return new AuditEntry(Principal.getDefaultInstance(), method, "", Sha256.ZERO, summary, "");
  }
}
