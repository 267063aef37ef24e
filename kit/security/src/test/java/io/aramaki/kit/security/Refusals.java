package io.aramaki.kit.security;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.kit.security.NotTrusted.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Asserts why something is not believed.
public final class Refusals {
  private Refusals() {}

  public static void assertRefused(Reason reason, ThrowingCallable attempt) {
    assertThatExceptionOfType(NotTrusted.class)
        .isThrownBy(attempt)
        .extracting(NotTrusted::reason)
        .isEqualTo(reason);
  }
}
