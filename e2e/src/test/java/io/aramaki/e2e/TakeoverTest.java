package io.aramaki.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.cli.api.Api;
import io.aramaki.e2e.instance.Eventually;
import io.aramaki.e2e.instance.Instance;
import io.aramaki.e2e.load.Load;
import io.aramaki.inventory.app.InventoryBootstrap;
import io.aramaki.inventory.app.InventoryConfig;
import io.aramaki.kit.app.Environment;
import io.aramaki.kit.config.Configs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A second monitoring instance joins, stands still between the durable write of a batch and its
/// acknowledgement while the first takes its agents over, and goes on: every observation is
/// evaluated exactly once.
@Tag("e2e")
@Tag("redmine")
@Order(80)
@ExtendWith(World.Resolver.class)
@ResourceLock(World.QUIET_MACHINE)
final class TakeoverTest {
  /// Their names decide who owns them, and the organisation's, which is new each time: that all of
  /// 16 fall to the first instance happens once in 100,000 runs.
  private static final Load.Size SIZE = new Load.Size(16, 5, 5, 4, 1);

  /// So many batches the second instance takes before it stands still.
  private static final int BATCHES = 60;

  /// Agents send for so long while their owner stands still.
  private static final Duration ABSENCE = Duration.ofSeconds(5);

  private static final Duration DRAIN = Duration.ofMinutes(2);

  private final World world;
  private final HttpClient http = HttpClient.newHttpClient();

  TakeoverTest(World world) {
    this.world = world;
  }

  /// The second instance: its process, and where it answers.
  private record Second(Process process, int grpc, int admin) {
    boolean stopped() throws IOException {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
          .contains(") T ");
    }
  }

  @Test
  void owner_stoppedBetweenWriteAndAcknowledgement_everyObservationIsEvaluatedOnce()
      throws Exception {
    var second = second();
    try (var load = new Load(world.instance, world.webhook, "takeover", SIZE)) {
      Eventually.holds("a second owner", World.SOON, () -> figure(second, "owned_shards") > 0);
      load.start();

      // When it stands still, the first takes over, and everything is acknowledged meanwhile
      Eventually.holds("it stands still", World.SOON, second::stopped);
      long begin = System.nanoTime();
      Thread.sleep(ABSENCE);
      load.stopChanging();
      load.stop(DRAIN);
      System.out.printf(
          "taken over and acknowledged %d ms after the owner stood still%n",
          (System.nanoTime() - begin) / 1_000_000);
      assertThat(second.stopped()).isTrue();
      Instance.send("CONT", second.process().pid());
      Eventually.holds("it goes on", World.SOON, () -> figure(second, "live_instances") == 2);
      Eventually.holds("the last pages", DRAIN, () -> load.pages().count().missing() == 0);

      // Then: each batch carries a result whose evaluations are counted
      Eventually.get("each batch evaluated once", DRAIN, load::miscounted, List::isEmpty);
      var pages = load.pages().count();
      var samples = load.compare();
      System.out.printf("evaluated: the results of %d batches, each once%n", load.counted());
      System.out.printf(
          "samples: sent %d, readable %d; pages: transitions %d, missing %d, repeated %d, invented %d%n",
          samples.sent(),
          samples.readable(),
          pages.transitions(),
          pages.missing(),
          pages.repeats().size(),
          pages.invented().size());
      assertThat(load.refusals()).isEmpty();
      assertThat(samples.series()).isEmpty();
      assertThat(pages.repeats()).isEmpty();
      assertThat(pages.invented()).isEmpty();
    } finally {
      second.process().destroy();
      assertThat(second.process().waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      world.instance.reconfigure(
          "gateway", text -> text.replace("," + "127.0.0.1:" + second.grpc(), ""));
    }
  }

  private long figure(Second second, String name) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/status".formatted(second.admin())))
            .timeout(Duration.ofSeconds(5))
            .build();
    var body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return Api.JSON
        .readTree(body)
        .path("parts")
        .path("ownership")
        .path("figures")
        .path(name)
        .asLong(-1);
  }

  /// Starts it as an operator would: with a configuration and an enrolment token of its own.
  private Second second() throws IOException {
    var home = world.instance.home();
    int grpc = freePort();
    int admin = freePort();
    var token = home.resolve("keys/monitoring-2.token");
    var config = Configs.load(world.instance.config("inventory"), Map.of(), InventoryConfig.class);
    try (var inventory = InventoryBootstrap.open(config, Environment.system())) {
      Files.createFile(
          token,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(token, inventory.serviceToken("monitoring"));
    }
    var text =
        Files.readString(world.instance.config("monitoring"))
            .replace("port: " + world.instance.port("monitoring-grpc"), "port: " + grpc)
            .replace("port: " + world.instance.port("monitoring-admin"), "port: " + admin)
            .replace("tls/monitoring", "tls/monitoring-2")
            .replace("keys/monitoring.token", "keys/monitoring-2.token")
            .replace("instance: local", "instance: second");
    Files.writeString(world.instance.config("monitoring-2"), text);
    int first = world.instance.port("monitoring-grpc");
    world.instance.reconfigure(
        "gateway",
        yaml ->
            yaml.replace(
                "monitoring: static:///127.0.0.1:" + first,
                "monitoring: static:///127.0.0.1:%d,127.0.0.1:%d".formatted(first, grpc)));
    var lib = System.getProperty("aramaki.root") + "/deploy/all-in-one/target/lib/*";
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Daramaki.failpoint=afterJournalBeforeAck:stop@" + BATCHES,
                "-cp",
                lib,
                "io.aramaki.monitoring.Main",
                "--config",
                world.instance.config("monitoring-2").toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log/monitoring-2.log").toFile())
            .start();
    return new Second(process, grpc, admin);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
