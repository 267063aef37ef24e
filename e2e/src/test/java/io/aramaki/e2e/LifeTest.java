package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The life of an instance as `./aramaki up` makes it, with all services in one process: up, down,
/// up again, and the days on which its supervisor dies or its certificates end.
///
/// It has an instance of its own and runs beside the other tests, of which many wait more than they
/// work.
@Tag("e2e")
@Order(5)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = World.QUIET_MACHINE, mode = ResourceAccessMode.READ)
@ExtendWith(World.Resolver.class)
final class LifeTest {
  private static final List<String> PARTS = List.of("cassandra", "services", "agent");

  /// @param neighbour the instance of the other tests, if there is one: it is up before this one
  ///   chooses its ports
  LifeTest(Optional<World> neighbour) {
    System.out.println(neighbour.map(world -> "beside " + world.host).orElse("alone"));
  }

  @Execution(ExecutionMode.SAME_THREAD)
  @Test
  void together_upDownUp_keepsWhatItKnows() throws IOException {
    try (var instance = fresh("life", Map.of())) {
      up(instance);
      assertThat(instance.status().out()).contains(PARTS);
      assertThat(Files.readString(instance.home().resolve("run/wanted"))).startsWith("together");

      // Another division into processes is not taken for the same
      assertThat(instance.up("--split").status()).isEqualTo(1);

      // The supervisor is killed: everything works on, and the next one adopts it
      var before = pids(instance);
      instance.killSupervisor();
      assertThat(instance.cli("check", "ls").status()).isZero();
      up(instance);
      assertThat(pids(instance)).isEqualTo(before);
      instance.kill("services");

      // Down, and up again
      instance.down();
      assertThat(before).noneMatch(LifeTest::lives);
      assertThat(instance.status().status()).as("down").isEqualTo(1);
      up(instance);
      assertThat(instance.cli("system", "ls").out()).contains("host-");
      assertThat(PARTS).allMatch(part -> hasArchive(instance, part));
    }
  }

  @Execution(ExecutionMode.SAME_THREAD)
  @Tag("full")
  @Test
  void up_afterAllCertificatesEnded_enrolsAnew() throws Exception {
    // Given certificates of a minute
    try (var instance =
        fresh(
            "certificates",
            Map.of(
                "ARAMAKI_CERTIFICATES_SERVICE_LIFETIME", "1m",
                "ARAMAKI_CERTIFICATES_AGENT_LIFETIME", "1m"))) {
      up(instance);
      instance.down();
      var ends = certificateEnds(instance.home());
      assertThat(ends).as("five services and the agent").hasSizeGreaterThanOrEqualTo(6);

      // When
      var last = Collections.max(ends);
      Eventually.holds("all ended", Duration.ofSeconds(90), () -> Instant.now().isAfter(last));

      // Then
      up(instance);
    }
  }

  private static Instance fresh(String name, Map<String, String> environment) throws IOException {
    var home = Path.of(System.getProperty("aramaki.root"), "e2e", "target", name);
    World.deleteTree(home);
    return new Instance(home, environment);
  }

  /// Starts it, and sees what somebody looks at first.
  private static void up(Instance instance) throws IOException {
    var up = instance.up();
    assertThat(up.status()).as("%s", up).isZero();
    System.out.println(
        up.out().lines().filter(line -> line.startsWith("Aramaki is up")).findFirst().orElse(""));
    var _ = Eventually.get("status 0", World.SOON, instance::status, ran -> ran.status() == 0);
  }

  /// When the certificates that lie in a home end.
  private static List<Instant> certificateEnds(Path home) throws Exception {
    List<Path> chains;
    try (var files = Files.walk(home)) {
      chains = files.filter(file -> file.endsWith("chain.pem")).toList();
    }
    var factory = CertificateFactory.getInstance("X.509");
    var ends = new ArrayList<Instant>();
    for (var chain : chains) {
      try (var pem = Files.newInputStream(chain)) {
        var leaf = (X509Certificate) factory.generateCertificates(pem).iterator().next();
        ends.add(leaf.getNotAfter().toInstant());
      }
    }
    return ends;
  }

  private static List<Long> pids(Instance instance) throws IOException {
    var pids = new ArrayList<Long>();
    for (var part : PARTS) {
      pids.add(instance.pid(part));
    }
    return pids;
  }

  /// Whether a part has mapped the classes that the last one left when it was stopped (ADR 0101).
  private static boolean hasArchive(Instance instance, String part) {
    try {
      return Files.readString(Path.of("/proc/" + instance.pid(part) + "/maps")).contains(".jsa");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
