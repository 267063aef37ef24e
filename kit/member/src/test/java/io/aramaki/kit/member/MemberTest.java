package io.aramaki.kit.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.grpc.access.SystemOf;
import io.aramaki.kit.grpc.matrix.MemoryAuditLog;
import io.aramaki.kit.security.Identity;
import io.aramaki.kit.security.Sha256;
import io.aramaki.kit.security.audit.AuditEntry;
import io.aramaki.kit.security.authority.ExtraNames;
import io.aramaki.kit.security.tls.TlsIdentity;
import io.aramaki.type.v1.Principal;
import io.aramaki.type.v1.Role;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private FakeInventory inventory;
  private Path tls;

  @BeforeEach
  void startInventory() {
    inventory = new FakeInventory(directory);
    tls = directory.resolve("tls");
  }

  @AfterEach
  void stopInventory() {
    inventory.close();
  }

  @Test
  void join_withoutCertificateAndToken_saysWhatIsMissing() {
    assertThatThrownBy(() -> join(Optional.empty()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining(tls.toString())
        .hasMessageContaining("enrolment-token-file");
  }

  @Test
  void join_withATokenFileThatIsNotThere_saysWhichFile() {
    assertThatThrownBy(() -> join(Optional.of(directory.resolve("nowhere"))))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void join_withATokenThatIsNone_sendsNothing() throws IOException {
    // Given
    Path file = write("aramaki1:nonsense");

    // When, Then
    assertThatThrownBy(() -> join(Optional.of(file))).isInstanceOf(RuntimeException.class);
    assertThat(inventory.enrolledKeys()).isEmpty();
  }

  @Test
  void join_withATokenThatPinsAnotherAuthority_doesNotShowItsSecret() throws IOException {
    // Given
    Path file = write(inventory.token(new Sha256("d".repeat(64))));

    // When, Then
    assertThatThrownBy(() -> join(Optional.of(file))).isInstanceOf(StatusRuntimeException.class);
    assertThat(inventory.enrolledKeys()).isEmpty();
    assertThat(TlsIdentity.isPresent(tls)).isFalse();
  }

  @Test
  void join_withAToken_enrols_andNeedsNoneTheNextTime() throws IOException {
    // Given
    Path file = write(inventory.token());

    // When
    try (var member = join(Optional.of(file))) {
      // Then
      assertThat(member.identity().identity())
          .isEqualTo(Identity.service(inventory.org, "monitoring", "i7"));
      assertThat(member.keys().get().version()).isEqualTo(1);
      assertThat(member.auditChain(new UUID(0, 1)))
          .isEqualTo("monitoring/i7/00000000-0000-0000-0000-000000000001");
    }
    Files.delete(file);
    try (var again = join(Optional.empty())) {
      assertThat(again.identity().identity().instance()).isEqualTo("i7");
    }
    assertThat(inventory.enrolledKeys()).hasSize(1);
    assertThat(tls.resolve("pending.key")).doesNotExist();
  }

  @Test
  void join_whenTheAnswerWasLost_asksAgainWithTheSameKey() throws IOException {
    // Given
    Path file = write(inventory.token());
    inventory.loseAnswers(1);
    assertThatThrownBy(() -> join(Optional.of(file))).isInstanceOf(StatusRuntimeException.class);
    assertThat(Files.getPosixFilePermissions(tls.resolve("pending.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    // When
    try (var member = join(Optional.of(file))) {
      // Then
      assertThat(member.identity().isExpired()).isFalse();
    }
    assertThat(inventory.enrolledKeys()).hasSize(2);
    assertThat(inventory.enrolledKeys().getLast()).isEqualTo(inventory.enrolledKeys().getFirst());
    assertThat(tls.resolve("pending.key")).doesNotExist();
  }

  @Test
  void join_withADamagedPendingKey_saysWhatToDo() throws IOException {
    // Given
    Path file = write(inventory.token());
    Files.createDirectories(tls);
    Files.writeString(tls.resolve("pending.key"), "half a ke");

    // When, Then
    assertThatThrownBy(() -> join(Optional.of(file)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("take its file away");
    assertThat(inventory.enrolledKeys()).isEmpty();
  }

  @Test
  void join_withACertificateThatHasEnded_enrolsAgain() throws IOException {
    // Given
    Path file = write(inventory.token());
    join(Optional.of(file)).close();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(-3));
    var old =
        io.aramaki.kit.security.authority.CertificateAuthority.restore(
            inventory.authority.secretBytes(), inventory.org, inventory.random, later);
    TlsIdentity.open(tls, later)
        .replace(
            old.issueOwn(
                Identity.service(inventory.org, "monitoring", "i7"),
                ExtraNames.NONE,
                Duration.ofHours(1)));

    // When, Then
    assertThatThrownBy(() -> join(Optional.empty()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("in force");
    try (var member = join(Optional.of(file))) {
      assertThat(member.identity().isExpired()).isFalse();
    }
  }

  @Test
  void revocations_areFollowedThroughAStreamThatEnds() throws IOException {
    // Given
    var first = new Sha256("1".repeat(64));
    var second = new Sha256("2".repeat(64));
    try (var member = join(Optional.of(write(inventory.token())))) {
      // When
      inventory.revoke(first);
      await("the first revocation", () -> member.revoked().isRevoked(first));
      inventory.endStream();
      inventory.revoke(second);

      // Then
      await("the second revocation", () -> member.revoked().isRevoked(second));
      assertThat(member.revoked().isRevoked(first)).isTrue();
    }
  }

  @Test
  void revocations_thatAreKnown_stayKnownWhileInventoryIsAway() throws IOException {
    // Given
    var revoked = new Sha256("1".repeat(64));
    try (var member = join(Optional.of(write(inventory.token())))) {
      inventory.revoke(revoked);
      await("the revocation", () -> member.revoked().isRevoked(revoked));

      // When
      inventory.close();

      // Then
      assertThat(member.revoked().isRevoked(revoked)).isTrue();
    }
  }

  @Test
  void rights_areThoseThatInventoryAnswers() throws IOException {
    // Given
    String alice = inventory.org.resourceName() + "/users/alice";
    try (var member = join(Optional.of(write(inventory.token())))) {
      var security = member.security(SystemOf.systems(), new MemoryAuditLog(Clock.systemUTC()));

      // When
      var rights = security.rights().rightsOf(alice);

      // Then
      String web = inventory.org.resourceName() + "/systems/web";
      assertThat(rights.over(Role.OPERATOR, web)).isTrue();
      assertThat(rights.over(Role.OPERATOR, web + "2")).isFalse();
      assertThat(inventory.asked()).containsExactly(alice);
      inventory.close();
      assertThatThrownBy(() -> security.rights().rightsOf(alice))
          .isInstanceOf(StatusRuntimeException.class);
    }
  }

  @Test
  void audit_headOfAProcessThatEnds_isAnchored() throws IOException {
    // Given
    var log = new MemoryAuditLog(Clock.systemUTC());
    try (var member = join(Optional.of(write(inventory.token())))) {
      member.anchor(log);
      var _ =
          log.append(
              new AuditEntry(Principal.getDefaultInstance(), "m", "r", Sha256.ZERO, "summary", ""));
    }

    // When
    var anchored = inventory.anchored();

    // Then
    assertThat(anchored)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getSeq()).isEqualTo(1);
          assertThat(request.getHash()).isEqualTo(ByteString.copyFrom(log.head().hash().bytes()));
        });
  }

  @Test
  void audit_chainWithoutAnEntry_isNotAnchored() throws IOException {
    // Given
    try (var member = join(Optional.of(write(inventory.token())))) {
      // When
      member.anchor(new MemoryAuditLog(Clock.systemUTC()));
    }

    // Then
    assertThat(inventory.anchored()).isEmpty();
  }

  private Member join(Optional<Path> tokenFile) {
    return Member.join(
        new MemberConfig(inventory.target(), tls, tokenFile, "local", Optional.empty()),
        Environment.system(),
        OpenTelemetry.noop());
  }

  private Path write(String token) throws IOException {
    return Files.writeString(directory.resolve("token"), token);
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + BOUND.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
