package io.aramaki.allinone;

import io.aramaki.allinone.home.Archives;
import io.aramaki.allinone.home.Bootstrap;
import io.aramaki.allinone.home.Commands;
import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.home.Layout;
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
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The supervisor's process: what is started in which order, and what is prepared before.
final class Supervise {
  private Supervise() {}

  /// Keeps the instance until it is not wanted any more; nothing if another supervisor does.
  static int run(Home home, Layout layout) throws IOException, InterruptedException {
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
      return keep(home, layout);
    }
  }

  private static int keep(Home home, Layout layout) throws IOException, InterruptedException {
    stopOthers(home, layout);
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
    Runnable bootstrap = () -> new Bootstrap(home, layout, cassandra.running()).run();
    if (layout.split()) {
      // The others enrol with inventory, so it goes first.
      stages.add(stage(home, commands, "inventory", bootstrap, layout.parts("inventory")));
      // The second processes come when the first serve: all at once would be slower for each.
      for (int number = 0; number < layout.instances(); number++) {
        int its = number;
        var parts =
            Commands.SERVICES.stream()
                .filter(name -> !name.equals("inventory"))
                .map(name -> layout.parts(name).get(its))
                .toList();
        stages.add(stage(home, commands, "services", () -> {}, parts));
      }
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
  private static void stopOthers(Home home, Layout layout) {
    var kept = layout.parts();
    Stream.concat(Layout.everyPart(), Stream.of("services"))
        .filter(part -> !kept.contains(part))
        .forEach(part ->
            Child.adopt(new Part(part, List::of, Map.of(), home).pidFile()).ifPresent(Child::stop));
  }

  static EmbeddedCassandraConfig cassandraConfig(Home home) {
    return EmbeddedCassandraConfig.in(home.data().resolve("cassandra"));
  }

  private static Supervisor.Stage stage(
      Home home, Commands commands, String name, Runnable before, List<String> parts) {
    var kept = parts.stream().map(each -> part(home, each, () -> commands.service(each))).toList();
    return new Supervisor.Stage(name, before, kept);
  }

  private static Kept part(Home home, String name, Supplier<List<String>> command) {
    return new KeptProcess(new Part(name, command, Commands.environment(name), home));
  }
}
