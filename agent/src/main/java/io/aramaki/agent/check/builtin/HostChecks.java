package io.aramaki.agent.check.builtin;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.agent.check.CheckOutcome;
import io.aramaki.agent.check.Perfdatum;
import io.aramaki.agent.check.Range;
import io.aramaki.agent.metric.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The built-in checks of the machine itself. Thresholds `warn` and `crit` are ranges of the
/// Monitoring Plugins guidelines.
final class HostChecks {
  private static final int[] LOAD_MINUTES = {1, 5, 15};
  private final Host host;

  HostChecks(Host host) {
    this.host = host;
  }

  /// `warn`, `crit`: one range, or three separated by commas for 1, 5 and 15 minutes;
  /// `per-cpu=true` divides by the number of processors.
  CheckOutcome load(Map<String, String> values) {
    Arguments arguments = Arguments.of("load", values, Set.of("warn", "crit", "per-cpu"));
    boolean perCpu = arguments.text("per-cpu").map(Boolean::parseBoolean).orElse(false);
    List<Optional<Range>> warn = loadRanges(arguments, "warn");
    List<Optional<Range>> crit = loadRanges(arguments, "crit");
    double[] load = host.loadAverage();
    if (load[0] < 0) {
      return CheckOutcome.unknown("this system does not tell its load");
    }
    var verdict = new Verdict();
    var text = new StringBuilder(perCpu ? "load per processor" : "load average");
    for (int i = 0; i < LOAD_MINUTES.length; i++) {
      double value = perCpu ? load[i] / host.processors() : load[i];
      verdict.add(Perfdatum.of("load" + LOAD_MINUTES[i], value, ""), warn.get(i), crit.get(i));
      text.append(i == 0 ? ": " : ", ").append(format("%.2f", value));
    }
    return verdict.outcome("LOAD", text.toString());
  }

  private static List<Optional<Range>> loadRanges(Arguments arguments, String name) {
    List<Optional<Range>> ranges = new ArrayList<>();
    List<String> parts = List.of(arguments.text(name).orElse("").split(",", -1));
    if (parts.size() != 1 && parts.size() != LOAD_MINUTES.length) {
      throw new BadArgument(name + " is one range or three, for 1, 5 and 15 minutes");
    }
    for (int i = 0; i < LOAD_MINUTES.length; i++) {
      String part = parts.get(parts.size() == 1 ? 0 : i).strip();
      ranges.add(Arguments.of("load", Map.of(name, part), Set.of(name)).range(name));
    }
    return ranges;
  }

  /// `warn`, `crit`: percent used.
  CheckOutcome memory(Map<String, String> values) {
    Arguments arguments = Arguments.of("memory", values, Set.of("warn", "crit"));
    Host.Memory memory = host.memory();
    return new Verdict()
        .add(
            Perfdatum.of("used", memory.usedPercent(), "percent"),
            arguments.range("warn"),
            arguments.range("crit"))
        .add(
            Perfdatum.of("available", (double) memory.available(), "bytes"),
            Optional.empty(),
            Optional.empty())
        .outcome(
            "MEMORY",
            format(
                "%.1f %% of %s used, %s available",
                memory.usedPercent(), size(memory.total()), size(memory.available())));
  }

  /// `warn`, `crit`: percent used. A host without swap is OK.
  CheckOutcome swap(Map<String, String> values) {
    Arguments arguments = Arguments.of("swap", values, Set.of("warn", "crit"));
    Host.Memory memory = host.memory();
    var verdict = new Verdict();
    verdict.add(
        Perfdatum.of("used", memory.swapUsedPercent(), "percent"),
        arguments.range("warn"),
        arguments.range("crit"));
    return memory.swapTotal() == 0
        ? verdict.outcome("SWAP", "this host has no swap")
        : verdict.outcome(
            "SWAP",
            format("%.1f %% of %s used", memory.swapUsedPercent(), size(memory.swapTotal())));
  }

  /// `path`: the mount point, default all; `warn`, `crit`: percent used.
  CheckOutcome disk(Map<String, String> values) {
    Arguments arguments = Arguments.of("disk", values, Set.of("path", "warn", "crit"));
    Optional<Range> warn = arguments.range("warn");
    Optional<Range> crit = arguments.range("crit");
    Optional<String> path = arguments.text("path");
    List<Host.Volume> volumes =
        host.volumes().stream()
            .filter(volume -> path.isEmpty() || path.get().equals(volume.mount()))
            .toList();
    if (volumes.isEmpty()) {
      return CheckOutcome.unknown("nothing is mounted at " + path.orElse("all"));
    }
    var verdict = new Verdict();
    var text = new StringBuilder();
    for (Host.Volume volume : volumes) {
      verdict.add(Perfdatum.of(volume.mount(), volume.usedPercent(), "percent"), warn, crit);
      text.append(text.isEmpty() ? "" : "; ").append(volume.mount());
      text.append(format(" %.1f %% of %s used", volume.usedPercent(), size(volume.total())));
    }
    return verdict.outcome("DISK", text.toString());
  }

  /// `name`: count only processes that run this program; `warn`, `crit`: their number.
  CheckOutcome processes(Map<String, String> values) {
    Arguments arguments = Arguments.of("processes", values, Set.of("name", "warn", "crit"));
    Optional<String> name = arguments.text("name");
    int count = name.isPresent() ? host.processesNamed(name.get()) : host.processes();
    return new Verdict()
        .add(
            Perfdatum.of("processes", count, "count"),
            arguments.range("warn"),
            arguments.range("crit"))
        .outcome("PROCESSES", count + " processes" + name.map(n -> " of " + n).orElse(""));
  }

  private static String size(long bytes) {
    double gib = bytes / (double) (1L << 30);
    return gib >= 1 ? format("%.1f GiB", gib) : format("%.0f MiB", bytes / (double) (1 << 20));
  }

  @FormatMethod
  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
