package io.aramaki.inventory.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.inventory.domain.UserId;
import io.aramaki.inventory.domain.role.Role;
import io.aramaki.inventory.domain.role.RoleBinding;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.app.Redacted;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.security.EnrolmentTokenString;
import io.aramaki.kit.testing.CassandraExtension;
import io.aramaki.kit.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The first start of an organisation, as it may be interrupted and begun again.
@ExtendWith(CassandraExtension.class)
final class BootstrapTest {
  private final Rig rig;

  BootstrapTest(CassandraConfig cassandra) {
    rig = Rig.on(cassandra);
  }

  @Test
  void firstPassword_whenTheProcessDiedBeforeItWasWritten_isAnsweredAgainUntilItIsChanged() {
    // Given
    String lost = bootstrap(InventoryBootstrap::firstAdministrator).orElseThrow();

    // When
    Optional<String> again = bootstrap(InventoryBootstrap::firstAdministrator);

    // Then
    assertThat(again).contains(lost);
    assertThat(rig.inside.logins.login("admin", Redacted.of(lost), "192.0.2.1").user().id().value())
        .isEqualTo("admin");
    assertThat(rig.inside.roles.list(Optional.of(new UserId("admin"))))
        .containsExactly(new RoleBinding(new UserId("admin"), Role.ADMIN, Optional.empty(), false));

    rig.inside.users.changePassword(
        new UserId("admin"), Redacted.of(lost), Redacted.of("another long password"));
    assertThat(bootstrap(InventoryBootstrap::firstAdministrator)).isEmpty();
  }

  @Test
  void tokens_areMadeByTheClockThatIsPassedIn() {
    // Given
    Instant now = Instant.parse("2031-02-03T04:05:06Z");
    var clock = new MutableClock(now);

    // When
    try (var bootstrap =
        InventoryBootstrap.open(
            rig.config("clocked", rig.monitoring.target()), clock.environment(1))) {
      var first = EnrolmentTokenString.parse(bootstrap.serviceToken("monitoring"));
      clock.advance(Duration.ofHours(2));
      var second = EnrolmentTokenString.parse(bootstrap.serviceToken("monitoring"));

      // Then
      assertThat(first.expireTime()).isAfter(now).isBeforeOrEqualTo(now.plus(Duration.ofHours(1)));
      assertThat(second.expireTime()).isEqualTo(first.expireTime().plus(Duration.ofHours(2)));
    }
  }

  @Test
  void organisation_ofASecondStart_isTheSame() {
    assertThat(bootstrap(InventoryBootstrap::organisation)).isEqualTo(rig.org());
    assertThat(bootstrap(InventoryBootstrap::certificateAuthorityPem))
        .isEqualTo(bootstrap(InventoryBootstrap::certificateAuthorityPem))
        .startsWith("-----BEGIN CERTIFICATE-----\n")
        .endsWith("-----END CERTIFICATE-----\n");
  }

  private <T> T bootstrap(java.util.function.Function<InventoryBootstrap, T> step) {
    try (var bootstrap =
        InventoryBootstrap.open(
            rig.config("inside", rig.monitoring.target()), Environment.system())) {
      return step.apply(bootstrap);
    }
  }
}
