package io.aramaki.allinone;

import io.aramaki.allinone.home.Commands;
import io.aramaki.allinone.home.Home;
import io.aramaki.allinone.home.Layout;
import io.aramaki.allinone.home.Provision;
import io.aramaki.allinone.keep.InstanceState;
import io.aramaki.allinone.keep.Keeper;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.api.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `./aramaki up`: starts the supervisor, shows what happens, waits until an observation of this
/// host's agent has gone the whole way, and says where to look.
final class Up {
  /// How long the first start may take; it makes keys, tables and a certificate for every process.
  private static final Duration BOUND = Duration.ofMinutes(3);

  private static final long LOOK_MS = 100;

  private final Home home;
  private final long start = System.nanoTime();

  Up(Home home) {
    this.home = home;
  }

  int run(List<String> arguments) throws IOException, InterruptedException {
    Layout layout;
    try {
      layout = Layout.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    var began = Instant.now();
    if (InstanceState.read(home).supervised()) {
      if (layout.split() && !home.layout().equals(layout)) {
        System.err.println(
            "Aramaki is running %s; for another division: ./aramaki down && ./aramaki up %s"
                .formatted(home.layout().text(), String.join(" ", arguments)));
        return 1;
      }
      System.out.println("Aramaki is running already; looking whether it is well …");
    } else {
      startSupervisor(layout);
    }
    if (!awaitParts() || !awaitProbe(began)) {
      return 1;
    }
    greet();
    return 0;
  }

  private void startSupervisor(Layout layout) throws IOException {
    Files.writeString(home.wanted(), layout.word() + "\n");
    var command = new ArrayList<String>();
    for (var wrapper : List.of("/usr/bin/setsid", "/usr/bin/nohup")) {
      if (Files.isExecutable(Path.of(wrapper))) {
        command.add(wrapper);
      }
    }
    command.addAll(new Commands(home).supervisor(layout.arguments()));
    var log = home.logs().resolve("supervisor.log").toFile();
    var _ =
        new ProcessBuilder(command)
            .redirectInput(new java.io.File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    System.out.println("Starting Aramaki in " + home.root());
  }

  /// True when every part is ready.
  private boolean awaitParts() throws IOException, InterruptedException {
    Set<String> told = new HashSet<>();
    boolean seen = false;
    long end = start + BOUND.toNanos();
    while (System.nanoTime() < end) {
      var state = InstanceState.read(home);
      seen |= state.supervised();
      if (!seen) {
        // What lies here was written by a supervisor of before.
        Thread.sleep(LOOK_MS);
        continue;
      }
      for (var part : state.parts()) {
        if (part.state() == Keeper.State.READY && told.add(part.name())) {
          say("%s is ready".formatted(part.name()));
        }
        if (part.state() == Keeper.State.CRASH_LOOP) {
          return fail(
              "%s dies again and again".formatted(part.name()),
              home.logs().resolve(part.name() + ".log"));
        }
      }
      if (told.containsAll(home.layout().parts())) {
        return true;
      }
      if (!state.supervised()) {
        return fail("the supervisor ended", home.logs().resolve("supervisor.log"));
      }
      Thread.sleep(LOOK_MS);
    }
    return fail(
        "not ready after %d s".formatted(BOUND.toSeconds()), home.logs().resolve("supervisor.log"));
  }

  /// True when a result that is newer than this start can be read.
  private boolean awaitProbe(Instant began) throws IOException, InterruptedException {
    long end = start + BOUND.toNanos();
    var api = Api.open(Connection.read(home.connection()));
    String error = "";
    while (System.nanoTime() < end) {
      try {
        for (var state : api.list("/v1/orgs/-/checkStates", "check_states", Map.of())) {
          var observed = state.path("observe_time").asText("");
          if (!observed.isEmpty() && Instant.parse(observed).isAfter(began)) {
            say(
                "a result of %s has gone the whole way"
                    .formatted(state.path("check").asText().replaceAll(".*/", "")));
            return true;
          }
        }
      } catch (IOException | RuntimeException e) {
        error = String.valueOf(e.getMessage());
      }
      Thread.sleep(LOOK_MS);
    }
    return fail(
        "no fresh result arrived" + (error.isEmpty() ? "" : ": " + error),
        home.logs().resolve("agent.log"));
  }

  private void greet() throws IOException {
    var system = Provision.agentId(home);
    System.out.printf("%nAramaki is up (%.1f s).%n%n", seconds());
    System.out.printf("  %s%n", Connection.read(home.connection()).url());
    if (Files.exists(home.adminPassword())) {
      System.out.printf(
          "  login: admin    password: %s%n", Files.readString(home.adminPassword()).strip());
    } else {
      System.out.println("  login: admin");
    }
    System.out.printf(
        "  Your browser asks about the certificate: this organisation's own authority is %s%n%n",
        home.root().resolve("ca.pem"));
    System.out.println("Try:");
    System.out.println("  ./aramaki check ls");
    System.out.printf("  ./aramaki action run %s uptime%n", system);
    System.out.printf("  ./aramaki timeline %s%n", system);
  }

  private void say(String text) {
    System.out.printf("  %5.1f s  %s%n", seconds(), text);
  }

  private boolean fail(String what, Path log) throws IOException {
    System.err.println("Aramaki does not start: " + what);
    if (Files.exists(log)) {
      var lines =
          Files.readAllLines(log).stream().filter(line -> !line.startsWith("\tat ")).toList();
      lines
          .subList(Math.max(0, lines.size() - 15), lines.size())
          .forEach(line -> System.err.println("    " + line));
    }
    System.err.println("The logs are in " + home.logs());
    return false;
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
