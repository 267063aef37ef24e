package io.aramaki.monitoring.storage;

import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Builds an hour in a process of its own, so that it can be killed for real.
final class BuildingProcess {
  private BuildingProcess() {}

  /// Runs it to its end.
  ///
  /// @param failpoint where it dies
  /// @return its exit status
  static int run(CassandraConfig cassandra, String agent, String failpoint)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Daramaki.failpoint=" + failpoint,
                "-cp",
                System.getProperty("java.class.path", ""),
                BuildingProcess.class.getName(),
                cassandra.contactPoints().getFirst(),
                cassandra.keyspace(),
                cassandra.username().orElse(""),
                cassandra.passwordFile().map(Path::toString).orElse(""),
                agent))
        .inheritIO()
        .start()
        .waitFor();
  }

  /// Is started by [#run].
  public static void main(String[] arguments) {
    var config =
        new CassandraConfig(
            List.of(arguments[0]),
            CassandraConfig.DEFAULT_DATACENTER,
            arguments[1],
            Optional.of(arguments[2]).filter(name -> !name.isEmpty()),
            Optional.of(arguments[3]).filter(name -> !name.isEmpty()).map(Path::of),
            Duration.ofSeconds(30),
            1);
    try (var session = Sessions.open(config)) {
      var bed = new ChunkBed(session);
      bed.agent = arguments[4];
      var builder = bed.builder(bed.journal, ChunkBed.keepAll(30, 60, 90), new Random()::nextLong);
      if (builder.build(bed.agent, ChunkBed.HOUR, (_, _) -> true).isEmpty()) {
        throw new IllegalStateException("nothing was built");
      }
    }
  }
}
