package io.aramaki.kit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.testing.consul.ScriptedCatalogue;
import io.aramaki.kit.testing.consul.ScriptedConsul;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What registration and watch do with a Consul that does not work.
@Timeout(120)
final class ConsulFaultsTest {
  private static final ServiceInstance INSTANCE =
      new ServiceInstance("web", "web-1", "127.0.0.1", 4001);

  @TempDir Path directory;
  private final Found found = new Found();
  private ScriptedConsul consul = new ScriptedConsul(0);
  private ConsulDiscovery discovery = discovery(Duration.ofSeconds(10));

  ConsulFaultsTest() throws IOException {}

  @AfterEach
  void stop() {
    discovery.close();
    consul.close();
  }

  @ParameterizedTest
  @EnumSource
  void watch_meetingAFault_keepsWhatItKnowsAndRecovers(ScriptedConsul.Fault fault)
      throws Exception {
    // Given
    waitOnlyASecond();
    consul.catalogue.register(registered(4001), "passing");
    discovery.watch("web", found);
    found.await(4001);

    // When
    consul.failNext(fault == ScriptedConsul.Fault.HANG ? 1 : 3, fault);

    // Then
    found.awaitFailure();
    consul.catalogue.interruptWaiting();
    found.await(4001);
    consul.catalogue.register(registered(4002), "passing");
    found.await(4002);
  }

  @Test
  void watch_ofAnUnchangedService_asksByBlockingQueriesAndTellsOnce() throws Exception {
    // Given
    waitOnlyASecond();
    consul.catalogue.register(registered(4001), "passing");
    discovery.watch("web", found);
    found.await(4001);

    // When
    Wait.until(() -> consul.requests.size() >= 3);

    // Then
    assertThat(found.more()).isZero();
    assertThat(consul.requests.getFirst()).contains("passing=true").doesNotContain("index=");
    assertThat(consul.requests.get(1)).contains("index=11").contains("wait=1s");
    assertThat(consul.requests.get(2)).contains("index=11").contains("wait=1s");
  }

  @Test
  void watch_whoseIndexGoesBack_startsFromTheBeginning() throws Exception {
    // Given
    waitOnlyASecond();
    consul.catalogue.register(registered(4001), "passing");
    discovery.watch("web", found);
    found.await(4001);
    consul.catalogue.rewind(3);

    // When
    consul.catalogue.register(registered(4002), "passing");

    // Then
    found.await(4002);
  }

  @Test
  void consul_restartedEmpty_isToldAgainAndFollowed() throws Exception {
    // Given
    discovery.watch("web", found);
    discovery.register(INSTANCE, Optional::empty);
    found.await(4001);
    URI url = consul.url();
    consul.close();
    found.awaitFailure();

    // When
    consul = new ScriptedConsul(url.getPort());

    // Then
    found.await(4001);
  }

  @Test
  void registration_refusedAtFirst_isRepeated() throws Exception {
    // Given
    discovery.watch("web", found);
    found.await();
    consul.failNext(5, ScriptedConsul.Fault.ERROR_500);

    // When
    ConsulRegistration registration = discovery.register(INSTANCE, Optional::empty);

    // Then
    found.await(4001);
    Wait.until(registration::isRegistered);
    assertThat(consul.faultsLeft()).isZero();
  }

  @Test
  void registration_ofAnInstanceWithTrouble_isNotHealthyFromTheStart() throws Exception {
    // Given
    discovery.watch("web", found);
    found.await();

    // When
    ConsulRegistration registration =
        discovery.register(
            INSTANCE,
            () -> {
              throw new IllegalStateException("not started");
            });
    Wait.until(
        () -> consul.requests.stream().anyMatch(r -> r.contains("/check/fail/service:web-1")));

    // Then
    assertThat(registration.isRegistered()).isTrue();
    assertThat(found.more()).isZero();
  }

  @Test
  void registration_closedWithConsulAway_returnsAndDoesNotThrow() throws Exception {
    // Given
    discovery.watch("web", found);
    ConsulRegistration registration = discovery.register(INSTANCE, Optional::empty);
    found.await(4001);
    consul.close();
    long start = System.nanoTime();

    // When
    registration.close();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(registration.isRegistered()).isFalse();
  }

  @Test
  void requests_withATokenFile_carryTheToken() throws Exception {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
    discovery.close();
    discovery =
        ConsulDiscovery.start(
            new ConsulConfig(
                consul.url(),
                Optional.of(file),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1)),
            Environment.system());

    // When
    discovery.watch("web", found);
    found.await();

    // Then
    assertThat(consul.tokens).contains("s3cret");
  }

  private void waitOnlyASecond() {
    discovery.close();
    discovery = discovery(Duration.ofSeconds(1));
  }

  private ConsulDiscovery discovery(Duration watchWait) {
    return ConsulDiscovery.start(
        new ConsulConfig(
            consul.url(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            watchWait),
        Environment.system());
  }

  private static ScriptedCatalogue.Registered registered(int port) {
    return new ScriptedCatalogue.Registered(
        "web-1", "web", "127.0.0.1", port, "service:web-1", 600_000);
  }
}
