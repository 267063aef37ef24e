package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The Java heap of another process, asked with the JDK's `jcmd`.
public final class Heap {
  private static final Pattern GENERATION =
      Pattern.compile("(?:total|committed) \\d+K, used (\\d+)K");

  private Heap() {}

  /// Has it collect its garbage and answers how many KiB then are used.
  public static long usedKibAfterCollection(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return usedKib(jcmd(pid, "GC.heap_info"));
  }

  /// Adds up the generations, or takes the one heap that a collector without generations has.
  static long usedKib(String info) {
    return GENERATION
        .matcher(info)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %d %s: %s".formatted(pid, command, text.strip()));
    }
    return text;
  }
}
