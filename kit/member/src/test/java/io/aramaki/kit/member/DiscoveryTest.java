package io.aramaki.kit.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aramaki.inventory.v1.GetKeySetRequest;
import io.aramaki.inventory.v1.KeyServiceGrpc;
import io.aramaki.kit.app.BadConfiguration;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.discovery.ConsulConfig;
import io.aramaki.kit.discovery.Discovery;
import io.aramaki.kit.grpc.client.GrpcClients;
import io.aramaki.kit.testing.consul.ScriptedConsul;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The optional section `discovery`: inventory and members find each other by a scripted Consul on
/// a real socket, behind real TLS.
@Timeout(120)
final class DiscoveryTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private ScriptedConsul consul;
  private FakeInventory inventory;
  private Discovery atInventory;

  @BeforeEach
  void start() throws IOException {
    consul = new ScriptedConsul(0);
    inventory = new FakeInventory(directory);
    atInventory = Discovery.open(Optional.of(section()), Environment.system());
  }

  @AfterEach
  void stop() {
    atInventory.close();
    inventory.close();
    consul.close();
  }

  @Test
  void register_ofAProcessThatListensEverywhere_saysWhatIsWrong() {
    assertThatThrownBy(
            () -> atInventory.register("inventory", "i1", "0.0.0.0:4711", Optional::empty))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("0.0.0.0");
    assertThat(consul.catalogue.ids()).isEmpty();
  }

  @Test
  void register_withoutTheSection_tellsConsulNothing() throws Exception {
    // Given
    try (var without = Discovery.open(Optional.empty(), Environment.system());
        // When
        var _ = without.register("inventory", "i1", inventory.address(), Optional::empty)) {
      // Then
      assertThat(consul.requests).isEmpty();
    }
  }

  @Test
  void service_thatEnds_isFoundByNameBefore_andGoneAfterwards() throws Exception {
    // Given
    var known = atInventory.register("inventory", "i1", inventory.address(), Optional::empty);
    awaitIds("inventory-i1");

    // When
    try (var member = join();
        var channel =
            GrpcClients.builder("consul:///inventory", member.identity(), "inventory").open()) {
      // Then
      assertThat(member.identity().identity().instance()).isEqualTo("i7");
      var keys =
          KeyServiceGrpc.newBlockingStub(channel).getKeySet(GetKeySetRequest.getDefaultInstance());
      assertThat(keys).isEqualTo(inventory.keySet());

      // When
      known.close();
      inventory.close();

      // Then
      assertThat(consul.catalogue.ids()).isEmpty();
      try (var late =
          GrpcClients.builder("consul:///inventory", member.identity(), "inventory").open()) {
        var stub = KeyServiceGrpc.newBlockingStub(late);
        assertThatThrownBy(() -> stub.getKeySet(GetKeySetRequest.getDefaultInstance()))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> {
                  assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                  assertThat(e).hasMessageContaining("no healthy instance of inventory");
                });
      }
    }
  }

  @Test
  void member_registersUnderTheNameOfItsCertificate_andIsGoneWhenItCloses() throws Exception {
    // Given
    var known = atInventory.register("inventory", "i1", inventory.address(), Optional::empty);
    awaitIds("inventory-i1");

    // When
    try (var member = join();
        var _ = member.register("127.0.0.1:4711", Optional::empty)) {
      awaitIds("inventory-i1", "monitoring-i7");
    }

    // Then
    assertThat(consul.catalogue.ids()).containsExactly("inventory-i1");
    known.close();
  }

  private Member join() throws IOException {
    var token = Files.writeString(directory.resolve("token"), inventory.token());
    return Member.join(
        new MemberConfig(
            "consul:///inventory",
            directory.resolve("tls"),
            Optional.of(token),
            "local",
            Optional.of(section())),
        Environment.system(),
        OpenTelemetry.noop());
  }

  private ConsulConfig section() {
    return new ConsulConfig(
        consul.url(),
        Optional.empty(),
        Duration.ofSeconds(3),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10));
  }

  private void awaitIds(String... ids) {
    await(() -> consul.catalogue.ids().equals(List.of(ids)));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + BOUND.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
