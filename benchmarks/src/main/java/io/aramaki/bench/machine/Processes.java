package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What processes have used, as the kernel counts it.
///
/// @param cpuSeconds user and system time by process
/// @param residentMib resident memory by process
public record Processes(Map<String, Double> cpuSeconds, Map<String, Long> residentMib) {
  /// The unit of `/proc/PID/stat` on every Linux.
  private static final double TICKS_PER_SECOND = 100;

  private static final int FIELD_UTIME = 11;
  private static final int FIELD_STIME = 12;
  private static final int FIELD_CHILDREN_UTIME = 13;
  private static final int FIELD_CHILDREN_STIME = 14;

  /// The name under which this process is counted.
  public static final String GENERATOR = "generator";

  private static final int KIB_PER_MIB = 1_024;

  /// Reads the counters of these processes and of this one, which is called [#GENERATOR]. A
  /// server's time contains that of its children that ended; ours not, because the servers are
  /// among them.
  public static Processes read(Map<String, Long> pids) throws IOException {
    var all = new TreeMap<>(pids);
    all.put(GENERATOR, ProcessHandle.current().pid());
    var cpu = new TreeMap<String, Double>();
    var resident = new TreeMap<String, Long>();
    for (Map.Entry<String, Long> process : all.entrySet()) {
      Path directory = Path.of("/proc", Long.toString(process.getValue()));
      String stat = Files.readString(directory.resolve("stat"));
      // The name of the program stands in parentheses and may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[FIELD_UTIME]) + Long.parseLong(fields[FIELD_STIME]);
      if (!process.getKey().equals(GENERATOR)) {
        ticks +=
            Long.parseLong(fields[FIELD_CHILDREN_UTIME])
                + Long.parseLong(fields[FIELD_CHILDREN_STIME]);
      }
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
  public Map<String, Double> cpuSince(Processes before) {
    var used = new TreeMap<String, Double>();
    cpuSeconds.forEach(
        (name, now) -> used.put(name, now - before.cpuSeconds.getOrDefault(name, 0.0)));
    return used;
  }

  /// What the servers have used together since then.
  public double serverCpuSince(Processes before) {
    double used = 0;
    for (Map.Entry<String, Double> process : cpuSince(before).entrySet()) {
      if (!process.getKey().equals(GENERATOR)) {
        used += process.getValue();
      }
    }
    return used;
  }

  /// The resident memory of the servers together.
  public long serverResidentMib() {
    long resident = 0;
    for (Map.Entry<String, Long> process : residentMib.entrySet()) {
      if (!process.getKey().equals(GENERATOR)) {
        resident += process.getValue();
      }
    }
    return resident;
  }
}
