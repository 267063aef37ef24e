package io.aramaki.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What processes have used, as the kernel counts it.
///
/// @param cpuSeconds user and system time by process
/// @param residentMib resident memory by process
record Processes(Map<String, Double> cpuSeconds, Map<String, Long> residentMib) {
  /// The unit of `/proc/PID/stat` on every Linux.
  private static final double TICKS_PER_SECOND = 100;

  private static final int FIELD_UTIME = 11;
  private static final int FIELD_STIME = 12;
  private static final int KIB_PER_MIB = 1_024;

  /// Reads the counters of these processes and of this one, which is called `generator`.
  static Processes read(Map<String, Long> pids) throws IOException {
    var all = new TreeMap<>(pids);
    all.put("generator", ProcessHandle.current().pid());
    var cpu = new TreeMap<String, Double>();
    var resident = new TreeMap<String, Long>();
    for (Map.Entry<String, Long> process : all.entrySet()) {
      Path directory = Path.of("/proc", Long.toString(process.getValue()));
      String stat = Files.readString(directory.resolve("stat"));
      // The name of the program stands in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[FIELD_UTIME]) + Long.parseLong(fields[FIELD_STIME]);
      cpu.put(process.getKey(), ticks / TICKS_PER_SECOND);
      for (String line : Files.readAllLines(directory.resolve("status"))) {
        if (line.startsWith("VmRSS:")) {
          long kib = Long.parseLong(line.replaceAll("[^0-9]", ""));
          resident.put(process.getKey(), kib / KIB_PER_MIB);
        }
      }
    }
    return new Processes(cpu, resident);
  }

  /// What was used since then.
  Map<String, Double> cpuSince(Processes before) {
    var used = new TreeMap<String, Double>();
    cpuSeconds.forEach(
        (name, now) -> used.put(name, now - before.cpuSeconds.getOrDefault(name, 0.0)));
    return used;
  }
}
