package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What it was measured on, without names of hosts or paths.
public final class Machine {
  private static final int SYNCS = 200;
  private static final int BLOCK = 4_096;

  private Machine() {}

  /// Processors, memory, kernel, Java, load, and how long an fsync takes.
  ///
  /// @param directory on the disk whose fsync is timed
  public static Map<String, String> facts(Path directory) throws IOException {
    var facts = new LinkedHashMap<String, String>();
    facts.put(
        "processors",
        "%d × %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(), line("/proc/cpuinfo", "model name")));
    facts.put("memory", line("/proc/meminfo", "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", Runtime.version().toString());
    facts.put("load average before", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    facts.put("4 KiB write and fsync", fsync(directory));
    return facts;
  }

  private static String line(String file, String key) throws IOException {
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(key)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  private static String fsync(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "fsync", "");
    var micros = new long[SYNCS];
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(BLOCK));
        channel.force(false);
        micros[i] = (System.nanoTime() - begin) / 1_000;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(micros);
    return String.format(
        Locale.ROOT,
        "median %.2f ms, p99 %.2f ms (%d times)",
        micros[SYNCS / 2] / 1e3,
        micros[SYNCS * 99 / 100] / 1e3,
        SYNCS);
  }
}
