package io.aramaki.allinone;

import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.keep.Child;
import io.aramaki.allinone.keep.InstanceState;
import io.aramaki.allinone.keep.KeptCassandra;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/// `./aramaki down`: takes the wish away and waits until everything has ended. The data stays.
final class Down {
  /// How long everything may take to end: the agent, the gateway with most services, inventory, and
  /// Cassandra are stopped one after the other, each within [Child#STOP_MAX]; and something for the
  /// supervisor itself.
  private static final Duration BOUND = Child.STOP_MAX.multipliedBy(4).plusSeconds(30);

  private static final long LOOK_MS = 100;

  private final Home home;

  Down(Home home) {
    this.home = home;
  }

  int run() throws IOException, InterruptedException {
    Files.deleteIfExists(home.wanted());
    var state = InstanceState.read(home);
    if (!state.supervised()) {
      stopSurvivors();
      System.out.println("Aramaki is down; its data is in " + home.data());
      return 0;
    }
    System.out.print("Stopping ");
    long end = System.nanoTime() + BOUND.toNanos();
    while (state.supervised() && System.nanoTime() < end) {
      Thread.sleep(LOOK_MS * 5);
      System.out.print(".");
      state = InstanceState.read(home);
    }
    System.out.println();
    if (state.supervised()) {
      System.err.println(
          "The supervisor %d does not end; its log is %s"
              .formatted(state.supervisor(), home.logs().resolve("supervisor.log")));
      return 1;
    }
    System.out.println("Aramaki is down; its data is in " + home.data());
    return 0;
  }

  /// What a killed supervisor left behind.
  private void stopSurvivors() throws IOException {
    try (var files = Files.list(home.run())) {
      files
          .filter(file -> file.toString().endsWith(".pid"))
          .forEach(file -> Child.adopt(file).ifPresent(Child::stop));
    }
    var cassandra = home.data().resolve("cassandra");
    if (EmbeddedCassandra.survives(cassandra)) {
      var kept = new KeptCassandra(Supervise.cassandraConfig(home));
      kept.start();
      kept.stop();
    }
  }
}
