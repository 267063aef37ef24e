package io.aramaki.kit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"x", "x:kill", "x@1", ":kill@1", "x:kill@0", "x:kill@", "x:boom@1", "x@1:kill"})
  void property_malformed_isBadConfiguration(String property) {
    assertThatThrownBy(() -> Failpoint.parse(property))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("\"" + property + "\"")
        .hasMessageContaining("name:kill@n");
  }

  @Test
  void property_ofSeveral_armsEach() {
    var armed = Failpoint.parse("a:kill@37, b:stop@1,c:exit@2");

    assertThat(armed.keySet()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(armed.get("a"))
        .extracting(Failpoint.Armed::action, Failpoint.Armed::hit)
        .containsExactly(Failpoint.Action.KILL, 37L);
    assertThat(Failpoint.parse("")).isEmpty();
  }

  @Test
  void place_unarmed_isPassed() {
    Failpoint.at("anywhere");
  }
}
