package io.aramaki.bench.agents;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.agent.session.EnrolmentFailed;
import io.aramaki.bench.machine.Connections;
import io.aramaki.bench.machine.Heap;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.machine.Machine;
import io.aramaki.bench.machine.ProcessMemory;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.KnownSeries;
import io.aramaki.cli.api.Api;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run: start, enrol, a few agents, a reading, many agents, a reading.
final class AgentsRun {
  private static final String GATEWAY = "gateway";

  /// What those who know all agents need beside the gateway, whose memory is what is measured.
  private static final Map<String, List<String>> HEAPS =
      Map.of("monitoring", List.of("-Xmx2g"), "inventory", List.of("-Xmx1g"));

  private final AgentsOptions options;
  private final Environment environment;
  private final Path root;

  AgentsRun(AgentsOptions options, Environment environment, Path root) {
    this.options = options;
    this.environment = environment;
    this.root = root;
  }

  /// Prints progress and answers what was found.
  AgentsResult run() throws IOException, InterruptedException, EnrolmentFailed {
    say("%s", options.text());
    try (var instance = Instance.start(root, HEAPS);
        var crowd = new Crowd(options, environment)) {
      if (options.keep()) {
        instance.keep();
      }
      Map<String, String> machine = Machine.facts(instance.home());
      say("enrolling %d agents", options.agents());
      crowd.enrol(instance.api(), instance.home().resolve("bench-agents"));
      long own = series(instance);
      Reading base = read(instance, crowd, options.base(), own);
      Reading full = read(instance, crowd, options.agents(), own);
      return new AgentsResult(options, machine, flags(instance), HEAPS, base, full);
    }
  }

  /// @param own how many series are there without the crowd
  private Reading read(Instance instance, Crowd crowd, int agents, long own)
      throws IOException, InterruptedException {
    say("opening the sessions of %d agents", agents);
    crowd.grow(agents);
    say("settling for %d s", options.settle());
    TimeUnit.SECONDS.sleep(options.settle());
    long pid = gateway(instance);
    ProcessMemory memory = ProcessMemory.read(pid);
    var reading =
        new Reading(
            agents,
            crowd.open(),
            Connections.of(instance.agentsPort()),
            sessions(instance),
            memory,
            Heap.usedKibAfterCollection(pid),
            crowd.acknowledgedBatches(),
            series(instance) - own,
            crowd.lost());
    say(
        "%d of %d agents have a session, the gateway %d KiB (%d anonymous), heap %d KiB",
        reading.open(), agents, memory.rssKib(), memory.anonymousKib(), reading.heapKib());
    return reading;
  }

  private static long gateway(Instance instance) throws IOException {
    Long pid = instance.servers().get(GATEWAY);
    if (pid == null) {
      throw new IOException("the instance has no gateway of its own");
    }
    return pid;
  }

  private static long series(Instance instance) throws IOException {
    try (var door = Door.local(instance.adminPort("monitoring"))) {
      return KnownSeries.count(door);
    }
  }

  private static long sessions(Instance instance) throws IOException {
    try (var door = Door.local(instance.adminPort(GATEWAY))) {
      return Api.JSON
          .readTree(door.text("/status", Map.of()))
          .path("parts")
          .path("agents")
          .path("figures")
          .path("open_sessions")
          .asLong(-1);
    }
  }

  /// The options of the gateway's JVM, but for paths.
  private static String flags(Instance instance) throws IOException {
    String[] arguments =
        ProcessHandle.of(gateway(instance))
            .flatMap(process -> process.info().arguments())
            .orElse(new String[0]);
    return String.join(
        " ",
        Arrays.stream(arguments)
            .filter(argument -> argument.startsWith("-") && !argument.contains("/"))
            .takeWhile(argument -> !argument.equals("-cp"))
            .toList());
  }

  @FormatMethod
  private static void say(String format, Object... values) {
    System.out.println("bench: " + String.format(Locale.ROOT, format, values));
  }
}
