package io.aramaki.kit.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.client.ClientChannel;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.sign.KeySetFile;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewalTest {
  @TempDir private Path directory;
  private FakeInventory inventory;
  private TlsIdentity identity;
  private KeySetFile keys;
  private ClientChannel channel;

  @BeforeEach
  void beAMember() {
    inventory = new FakeInventory(directory);
    identity =
        TlsIdentity.create(
            directory.resolve("tls"),
            inventory.authority.issueOwn(
                Identity.service(inventory.org, "monitoring", "i7"),
                ExtraNames.NONE,
                Duration.ofHours(1)),
            Clock.systemUTC());
    keys =
        KeySetFile.create(directory.resolve("tls/key-set.bin"), inventory.org, inventory.keySet());
    channel = GrpcClients.channel(inventory.target(), identity, "inventory");
  }

  @AfterEach
  void stop() {
    channel.close();
    inventory.close();
  }

  @Test
  void certificate_thatIsYoung_isKept() {
    // Given
    Sha256 before = identity.material().fingerprint();

    // When
    renewal(Duration.ofMinutes(10)).keepUp();

    // Then
    assertThat(identity.material().fingerprint()).isEqualTo(before);
    assertThat(inventory.enrolledKeys()).isEmpty();
  }

  @Test
  void certificate_whenTwoThirdsOfItsLifeAreOver_isReplacedByOneWithANewKey() {
    // Given
    Sha256 before = identity.material().fingerprint();

    // When
    renewal(Duration.ofMinutes(50)).keepUp();

    // Then
    assertThat(identity.material().fingerprint()).isNotEqualTo(before);
    assertThat(identity.identity()).isEqualTo(Identity.service(inventory.org, "monitoring", "i7"));
    assertThat(
            TlsIdentity.open(directory.resolve("tls"), Clock.systemUTC()).material().fingerprint())
        .isEqualTo(identity.material().fingerprint());
  }

  @Test
  void certificate_whenInventoryDoesNotAnswer_isKept() {
    // Given
    Sha256 before = identity.material().fingerprint();
    inventory.loseAnswers(1);
    var renewal = renewal(Duration.ofMinutes(50));

    // When, Then
    assertThatThrownBy(renewal::keepUp).isInstanceOf(StatusRuntimeException.class);
    assertThat(identity.material().fingerprint()).isEqualTo(before);
    renewal.keepUp();
    assertThat(identity.material().fingerprint()).isNotEqualTo(before);
  }

  @Test
  void keySet_thatIsNewer_isTaken_andAnOlderOneNeverAgain() {
    // Given
    inventory.keySetVersion(5);
    renewal(Duration.ZERO).keepUp();
    assertThat(keys.get().version()).isEqualTo(5);

    // When
    inventory.keySetVersion(4);
    try {
      renewal(Duration.ZERO).keepUp();
    } catch (RuntimeException _) {
      // Whether it is refused aloud or passed over: it must not be taken.
    }

    // Then
    assertThat(keys.get().version()).isEqualTo(5);
    assertThat(KeySetFile.open(directory.resolve("tls/key-set.bin"), inventory.org).get().version())
        .isEqualTo(5);
  }

  private Renewal renewal(Duration later) {
    var real = Environment.system();
    var environment =
        new Environment(
            Clock.offset(real.clock(), later), real.ids(), real.random(), real.nanoTime());
    return new Renewal(identity, keys, channel, environment);
  }
}
