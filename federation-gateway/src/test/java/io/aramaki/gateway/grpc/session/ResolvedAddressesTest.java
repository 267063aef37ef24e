package io.aramaki.gateway.grpc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.discovery.ConsulConfig;
import io.aramaki.kit.discovery.Discovery;
import io.aramaki.kit.testing.consul.ScriptedConsul;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ResolvedAddressesTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Test
  void target_withoutAScheme_isRefused_andSaysWhatIsRight() {
    assertThatThrownBy(() -> ResolvedAddresses.of("inventory"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("consul:///name");
  }

  @Test
  void target_ofConsul_isWhereTheInstanceRegistered_andStaysWhenItIsGone() throws Exception {
    // Given
    try (var consul = new ScriptedConsul(0);
        var discovery = Discovery.open(Optional.of(section(consul)), Environment.system());
        var addresses = ResolvedAddresses.of("consul:///inventory")) {
      assertThat(addresses.next()).isEmpty();

      // When
      var known = discovery.register("inventory", "i1", "127.0.0.1:4711", Optional::empty);

      // Then
      assertThat(first(addresses)).isEqualTo("127.0.0.1:4711");
      known.close();
      assertThat(consul.catalogue.ids()).isEmpty();
      assertThat(addresses.next()).contains("127.0.0.1:4711");
    }
  }

  private static ConsulConfig section(ScriptedConsul consul) {
    return new ConsulConfig(
        consul.url(),
        Optional.empty(),
        Duration.ofSeconds(3),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10));
  }

  private static String first(ResolvedAddresses addresses) {
    long end = System.nanoTime() + BOUND.toNanos();
    for (var next = addresses.next(); ; next = addresses.next()) {
      if (next.isPresent()) {
        return next.get();
      }
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
