package io.aramaki.allinone;

import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The supervisor's process: what is started in which order, and what is prepared before.
final class Supervise {
  /// The services, in the order in which their logs are read best.
  static final List<String> SERVICES =
      List.of("inventory", "monitoring", "ticketing", "alerting", "gateway");

  private Supervise() {}

  static int run(Home home, boolean split) throws InterruptedException {
    var commands = new Commands(home);
    var cassandra = new KeptCassandra(cassandraConfig(home));
    var services =
        split
            ? SERVICES.stream().map(name -> part(home, name, commands.service(name))).toList()
            : List.of(part(home, "services", commands.services()));
    new Supervisor(home)
        .run(
            List.of(
                new Supervisor.Stage("cassandra", () -> {}, List.of(cassandra)),
                new Supervisor.Stage(
                    "services", () -> new Bootstrap(home, cassandra.running()).run(), services),
                new Supervisor.Stage(
                    "agent",
                    () -> new Provision(home).run(),
                    List.of(part(home, "agent", commands.agent())))));
    return 0;
  }

  static EmbeddedCassandraConfig cassandraConfig(Home home) {
    return EmbeddedCassandraConfig.in(home.data().resolve("cassandra"));
  }

  /// The parts that an instance has, by mode.
  static List<String> parts(boolean split) {
    var middle = split ? SERVICES.stream() : Stream.of("services");
    var all = new ArrayList<String>(List.of("cassandra"));
    middle.forEach(all::add);
    all.add("agent");
    return all;
  }

  private static Kept part(Home home, String name, List<String> command) {
    return new KeptProcess(new Part(name, command, home));
  }
}
