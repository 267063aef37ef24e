package io.aramaki.bench.footprint;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.machine.Instance;
import io.aramaki.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run: an instance, an agent of its own beside the one that the instance has, a reading each
/// ten seconds.
final class AgentMemoryRun {
  private static final int READING_SECONDS = 10;
  private static final int SAID_EVERY = 6;

  private final AgentMemoryOptions options;
  private final Path root;

  AgentMemoryRun(AgentMemoryOptions options, Path root) {
    this.options = options;
    this.root = root;
  }

  /// Prints progress and answers what was found.
  AgentMemoryResult run() throws IOException, InterruptedException {
    try (var instance = Instance.start(root)) {
      if (options.keep()) {
        instance.keep();
      }
      Map<String, String> machine = Machine.facts(instance.home());
      var scene =
          new Scene(instance.api(), instance.home().resolve("bench-agent"), instance.agentsPort());
      RealAgent.enrol(root, scene.config(), scene.prepare());
      Path log = instance.home().resolve("log/bench-agent.log");
      try (var agent = RealAgent.start(root, scene.config(), log)) {
        List<AgentMemoryResult.Reading> readings = watch(agent);
        return new AgentMemoryResult(
            options, machine, agent.flags(), scene.series(), scene.results(), readings);
      }
    }
  }

  private List<AgentMemoryResult.Reading> watch(RealAgent agent)
      throws IOException, InterruptedException {
    var readings = new ArrayList<AgentMemoryResult.Reading>();
    long begin = System.nanoTime();
    long end = TimeUnit.MINUTES.toSeconds(options.minutes());
    for (int second = READING_SECONDS; second <= end; second += READING_SECONDS) {
      long due = begin + TimeUnit.SECONDS.toNanos(second);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      var reading = new AgentMemoryResult.Reading(second, agent.memory(), agent.plugins());
      readings.add(reading);
      if (readings.size() % SAID_EVERY == 0) {
        say(
            "%d s: PSS %d KiB, RSS %d KiB",
            second, reading.agent().pssKib(), reading.agent().rssKib());
      }
    }
    return readings;
  }

  @FormatMethod
  private static void say(String format, Object... values) {
    System.out.println("bench: " + String.format(Locale.ROOT, format, values));
  }
}
