package io.aramaki.kit.security.tls;

import static io.aramaki.kit.security.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.NotTrusted.Reason;
import io.aramaki.kit.security.TestClock;
import io.aramaki.kit.security.UnsafeKeyFile;
import io.aramaki.kit.security.World;
import io.aramaki.kit.security.authority.ExtraNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsIdentityTest {
  private static final List<String> FILES = List.of("key.pem", "chain.pem", "ca.pem");

  @TempDir Path temporary;
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void open_keyThatOthersMayRead_isRefused(String mode) throws IOException {
    // Given
    create();
    Files.setPosixFilePermissions(current("key.pem"), PosixFilePermissions.fromString(mode));

    // When, Then
    assertUnsafe(mode);
  }

  @Test
  void open_missingOrGarbledFile_isRefused() throws IOException {
    for (var name : FILES) {
      create();
      Files.writeString(current(name), "-----BEGIN CERTIFICATE-----\nno end");
      assertUnsafe(directory().toString());

      create();
      Files.writeString(current(name), "");
      assertUnsafe(directory().toString());

      create();
      Files.delete(current(name));
      assertUnsafe(name);
    }
  }

  @Test
  void open_filesThatDoNotBelongTogether_isRefused() throws IOException {
    // Given
    var other = new World();
    create();
    var key = Files.readString(current("key.pem"));
    var ca = Files.readString(current("ca.pem"));

    // When, Then
    Files.write(current("key.pem"), Pem.format(world.service("inventory").key()));
    assertUnsafe("is not the one of the certificate");
    Files.writeString(current("key.pem"), key);
    Files.write(current("ca.pem"), Pem.format(List.of(other.authority.certificate())));
    assertUnsafe("none of the 1 authorities");
    Files.writeString(current("ca.pem"), ca);
    Files.write(
        current("chain.pem"),
        Pem.format(
            List.of(world.service("inventory").certificate(), other.authority.certificate())));
    assertUnsafe("no usable key and certificate");
  }

  @Test
  void open_brokenKey_isRefusedWithoutQuotingIt() throws IOException {
    // Given
    create();
    Files.writeString(
        current("key.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> TlsIdentity.open(directory(), world.clock))
        .withMessageContaining("PKCS#8")
        .satisfies(
            e -> assertThat(String.valueOf(e.getCause())).doesNotContain("c2VjcmV0", "secret"));
  }

  @Test
  void replace_anotherIdentityOrAnEndedCertificate_changesNothing() {
    // Given
    var identity = create();
    var before = identity.material();
    var other = world.service("gateway");
    var brief =
        world.authority.issueOwn(identity.identity(), ExtraNames.NONE, Duration.ofMinutes(1));
    world.clock.advance(Duration.ofMinutes(1));

    // When, Then
    assertRefused(Reason.WRONG_IDENTITY, () -> identity.replace(other));
    assertRefused(Reason.EXPIRED, () -> identity.replace(brief));
    assertThat(identity.material()).isSameAs(before);
    assertThat(TlsIdentity.open(directory(), world.clock).material().chain())
        .isEqualTo(before.chain());
  }

  @Test
  void reload_brokenFiles_keepsTheOldMaterial() throws IOException {
    // Given
    var identity = create();
    var before = identity.material();
    Files.writeString(current("chain.pem"), "garbage");

    // When, Then
    assertThatExceptionOfType(UnsafeKeyFile.class).isThrownBy(identity::reload);
    assertThat(identity.material()).isSameAs(before);
  }

  @Test
  void replace_interruptedBefore_leavesNoTrace() throws IOException {
    // Given
    var identity = create();
    Files.createDirectory(directory().resolve("material-2"));
    Files.writeString(directory().resolve("material-2/key.pem"), "half a k");
    Files.createSymbolicLink(directory().resolve(".current.new"), Path.of("material-2"));
    var next = world.service("inventory");

    // When
    identity.replace(next);

    // Then
    assertThat(TlsIdentity.open(directory(), world.clock).material().chain())
        .isEqualTo(next.chain());
    assertThat(directory().resolve(".current.new")).doesNotExist();
    assertThat(directory().resolve("material-2")).doesNotExist();
  }

  @Test
  void replace_listenerThatFails_doesNotStopTheOthers() {
    // Given
    var identity = create();
    var heard = new ArrayList<KeyMaterial>();
    identity.onReplace(_ -> {
      throw new IllegalStateException("this listener always fails");
    });
    identity.onReplace(heard::add);
    var deaf = identity.onReplace(_ -> heard.clear());
    deaf.run();
    var next = world.service("inventory");

    // When
    identity.replace(next);

    // Then
    assertThat(heard).containsExactly(next);
  }

  @Test
  void replace_many_keepsOneGenerationBehind() throws IOException {
    // Given
    var identity = create();

    // When
    for (int i = 0; i < 5; i++) {
      identity.replace(world.service("inventory"));
    }

    // Then
    try (var files = Files.list(directory())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("current", "material-5", "material-6");
    }
    for (var name : FILES) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(current(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void reload_replacedByAnotherProcess_isInForce() {
    // Given
    var identity = create();
    var heard = new ArrayList<KeyMaterial>();
    identity.onReplace(heard::add);
    var next = world.service("inventory");
    TlsIdentity.open(directory(), world.clock).replace(next);

    // When
    boolean changed = identity.reload();
    boolean again = identity.reload();

    // Then
    assertThat(changed).isTrue();
    assertThat(again).isFalse();
    assertThat(identity.material().chain()).isEqualTo(next.chain());
    assertThat(heard).hasSize(1);
  }

  @Test
  void open_filesThatAnOperatorPutThere_areUsed() throws IOException {
    // Given
    var material = world.service("inventory");
    Files.createDirectories(directory());
    Files.write(directory().resolve("key.pem"), Pem.format(material.key()));
    Files.write(directory().resolve("chain.pem"), Pem.format(material.chain()));
    Files.write(directory().resolve("ca.pem"), Pem.format(material.authorities()));
    Files.setPosixFilePermissions(
        directory().resolve("key.pem"), PosixFilePermissions.fromString("r--------"));

    // When
    var identity = TlsIdentity.open(directory(), world.clock);

    // Then
    assertThat(identity.material().chain()).isEqualTo(material.chain());
    assertThat(identity.identity()).isEqualTo(Identity.service(world.org, "inventory", "a1"));
  }

  @Test
  void times_freshCertificate_renewsAfterTwoThirds() {
    // Given
    var identity = create();
    var life = World.DAY.plusMinutes(5);

    // When
    var renew = identity.renewTime();

    // Then
    assertThat(identity.expireTime()).isEqualTo(TestClock.START.plus(World.DAY));
    assertThat(renew)
        .isEqualTo(
            TestClock.START.minus(Duration.ofMinutes(5)).plus(life.dividedBy(3).multipliedBy(2)));
    assertThat(identity.isExpired()).isFalse();
    world.clock.advance(World.DAY);
    assertThat(identity.isExpired()).isTrue();
  }

  @Test
  void isPresent_beforeAndAfterCreation_tells() {
    assertThat(TlsIdentity.isPresent(directory())).isFalse();
    create();
    assertThat(TlsIdentity.isPresent(directory())).isTrue();
  }

  private TlsIdentity create() {
    return TlsIdentity.create(directory(), world.service("inventory"), world.clock);
  }

  private Path directory() {
    return temporary.resolve("tls");
  }

  private Path current(String name) {
    return directory().resolve("current").resolve(name);
  }

  private void assertUnsafe(String message) {
    assertThatExceptionOfType(UnsafeKeyFile.class)
        .isThrownBy(() -> TlsIdentity.open(directory(), world.clock))
        .withMessageContaining(message);
  }
}
