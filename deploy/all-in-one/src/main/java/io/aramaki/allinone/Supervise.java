package io.aramaki.allinone;

import io.aramaki.allinone.home.Archives;
import io.aramaki.allinone.home.Bootstrap;
import io.aramaki.allinone.home.Commands;
import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.home.Provision;
import io.aramaki.allinone.keep.Child;
import io.aramaki.allinone.keep.Kept;
import io.aramaki.allinone.keep.KeptCassandra;
import io.aramaki.allinone.keep.KeptProcess;
import io.aramaki.allinone.keep.Part;
import io.aramaki.allinone.keep.Supervisor;
import io.aramaki.kit.cassandra.embedded.EmbeddedCassandraConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The supervisor's process: what is started in which order, and what is prepared before.
final class Supervise {
  private Supervise() {}

  /// Keeps the instance until it is not wanted any more; nothing if another supervisor does.
  static int run(Home home, boolean split) throws IOException, InterruptedException {
    try (var channel =
            FileChannel.open(
                home.run().resolve("supervisor.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println("another supervisor keeps " + home.root());
        return 1;
      }
      Files.deleteIfExists(home.state());
      return keep(home, split);
    }
  }

  private static int keep(Home home, boolean split) throws IOException, InterruptedException {
    stopOthers(home, split);
    var archives =
        Archives.beside(
            Path.of(Objects.requireNonNull(System.getProperty("aramaki.lib"), "-Daramaki.lib")),
            home);
    var commands = new Commands(home, archives::flags);
    var config = cassandraConfig(home);
    var ofCassandra = Archives.beside(config.lib(), home);
    var cassandra = new KeptCassandra(config.withJvmOptions(ofCassandra.flags("cassandra")));
    var stages = new ArrayList<Supervisor.Stage>();
    stages.add(new Supervisor.Stage("cassandra", () -> {}, List.of(cassandra)));
    Runnable bootstrap = () -> new Bootstrap(home, cassandra.running()).run();
    if (split) {
      // The others enrol with inventory, so it goes first.
      stages.add(
          new Supervisor.Stage(
              "inventory", bootstrap, List.of(service(home, commands, "inventory"))));
      stages.add(
          new Supervisor.Stage(
              "services",
              () -> {},
              Commands.SERVICES.stream()
                  .filter(name -> !name.equals("inventory"))
                  .map(name -> service(home, commands, name))
                  .toList()));
    } else {
      stages.add(
          new Supervisor.Stage(
              "services", bootstrap, List.of(part(home, "services", commands::services))));
    }
    stages.add(
        new Supervisor.Stage(
            "agent", new Provision(home)::run, List.of(part(home, "agent", commands::agent))));
    var ready = new Supervisor(home).run(stages);
    archives.keep(ready.stream().filter(name -> !name.equals("cassandra")).toList());
    ofCassandra.keep(ready.stream().filter(name -> name.equals("cassandra")).toList());
    return 0;
  }

  /// Stops what a killed supervisor left behind and this one does not keep: with another division
  /// into processes, the services would not get their ports.
  private static void stopOthers(Home home, boolean split) {
    var kept = parts(split);
    Stream.concat(Commands.SERVICES.stream(), Stream.of("services"))
        .filter(part -> !kept.contains(part))
        .forEach(
            part -> Child.adopt(new Part(part, List::of, home).pidFile()).ifPresent(Child::stop));
  }

  static EmbeddedCassandraConfig cassandraConfig(Home home) {
    return EmbeddedCassandraConfig.in(home.data().resolve("cassandra"));
  }

  /// The parts that an instance has, by mode.
  static List<String> parts(boolean split) {
    var middle = split ? Commands.SERVICES.stream() : Stream.of("services");
    var all = new ArrayList<String>(List.of("cassandra"));
    middle.forEach(all::add);
    all.add("agent");
    return all;
  }

  private static Kept service(Home home, Commands commands, String name) {
    return part(home, name, () -> commands.service(name));
  }

  private static Kept part(Home home, String name, Supplier<List<String>> command) {
    return new KeptProcess(new Part(name, command, home));
  }
}
