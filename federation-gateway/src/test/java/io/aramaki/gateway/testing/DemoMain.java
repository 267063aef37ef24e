package io.aramaki.gateway.testing;

import com.google.protobuf.ByteString;
import io.aramaki.inventory.v1.Run;
import io.aramaki.inventory.v1.WatchRunResponse;
import io.aramaki.kit.app.Environment;
import io.aramaki.monitoring.v1.TimelineEvent;
import io.aramaki.monitoring.v1.WatchEventsResponse;
import io.aramaki.type.v1.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// Shows the web UI with made-up data, without any service: for looking at pages while they are
/// written. Prints the address and the value of the session's cookie.
public final class DemoMain {
  private DemoMain() {}

  /// Runs until it is killed.
  ///
  /// @param args the port, and `viewer`, `operator` or `admin`
  public static void main(String[] args) throws Exception {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Role role = args.length > 1 ? Role.valueOf(args[1].toUpperCase(Locale.ROOT)) : Role.ADMIN;
    Path directory = Files.createTempDirectory("aramaki-demo");
    var fixture = new GatewayFixture(directory, Environment.system(), port, 0);
    new DemoData(fixture.orgName(), Instant.now()).into(fixture.script());
    fixture.people().grant("alice", role).password("alice", "alice");
    fixture.ownAllAgents();
    script(fixture);
    System.out.println(
        fixture.url()
            + " cookie __Host-aramaki="
            + GatewayFixture.SESSION
            + ", or log in as alice with the password alice");
    new CountDownLatch(1).await();
  }

  private static void script(GatewayFixture fixture) {
    fixture.script().stream(
        "io.aramaki.monitoring.v1.TimelineService/WatchEvents",
        (_, out) -> {
          while (!out.isCancelled()) {
            Thread.sleep(5_000);
            out.send(
                WatchEventsResponse.newBuilder()
                    .addEvents(
                        TimelineEvent.newBuilder()
                            .setSystem(fixture.orgName() + "/systems/web")
                            .setKind(TimelineEvent.Kind.NOTE))
                    .build());
          }
        })
        .stream(
            "io.aramaki.inventory.v1.RunService/WatchRun",
            (_, out) -> {
              for (int line = 1; line <= 40 && !out.isCancelled(); line++) {
                out.send(
                    WatchRunResponse.newBuilder()
                        .setRun(Run.newBuilder().setState(Run.State.STARTED))
                        .setOutput(ByteString.copyFromUtf8("stopping host " + line + " … done\n"))
                        .build());
                Thread.sleep(500);
              }
            });
  }
}
