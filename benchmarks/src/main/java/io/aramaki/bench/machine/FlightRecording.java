package io.aramaki.bench.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Flight recordings of the processes that our own code is in.
public final class FlightRecording {
  private FlightRecording() {}

  public static void start(Map<String, Long> servers, Path directory, int seconds)
      throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    for (String name : List.of("gateway", "monitoring", "cassandra")) {
      Long pid = servers.get(name);
      if (pid != null) {
        String file = directory.resolve(name + ".jfr").toString();
        int code =
            new ProcessBuilder(
                    jcmd,
                    pid.toString(),
                    "JFR.start",
                    "settings=profile",
                    "duration=" + seconds + "s",
                    "filename=" + file)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
          throw new IOException("no recording of " + name);
        }
      }
    }
  }
}
