package io.aramaki.kit.cassandra.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aramaki.kit.app.Environment;
import io.aramaki.kit.cassandra.CassandraConfig;
import io.aramaki.kit.cassandra.Cql;
import io.aramaki.kit.cassandra.SchemaInstaller;
import io.aramaki.kit.cassandra.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An instance in a process of its own, which a test can stop, continue and kill. It works on its
/// shards: it counts each shard's head up as fast as it can, and says on standard output what it
/// got, lost, and was refused.
final class OwnerProcess implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private OwnerProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readLines);
  }

  static OwnerProcess start(CassandraConfig config, String name, int shards) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            OwnerProcess.class.getName(),
            config.contactPoints().getFirst(),
            config.keyspace(),
            config.username().orElseThrow(),
            config.passwordFile().orElseThrow().toString(),
            name,
            Integer.toString(shards));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new OwnerProcess(builder.start());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  long count(String word) {
    return lines.stream().filter(line -> line.startsWith(word + " ")).count();
  }

  void signal(String name) throws IOException, InterruptedException {
    var kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  private void readLines() {
    try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add("error " + e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws InterruptedException {
    var config = CassandraConfig.of(args[0], args[1], args[2], Path.of(args[3]));
    var environment = Environment.system();
    var cql = new Cql(Sessions.open(config));
    var table =
        ShardTable.open(cql, new SchemaInstaller(cql, environment.clock(), environment.ids()));
    int shards = Integer.parseInt(args[5]);
    var ownership =
        Ownership.start(
            OwnershipConfig.of(args[4], "here:1", shards), cql, table, environment, new Says());
    while (true) {
      for (int shard = 0; shard < shards; shard++) {
        var epoch = ownership.epochOf(shard);
        if (epoch.isPresent()) {
          write(ownership, table, shard, epoch.getAsLong());
        }
      }
      Thread.sleep(1);
    }
  }

  private static void write(Ownership ownership, ShardTable table, int shard, long epoch) {
    long head = table.state(shard).head() + 1;
    var row =
        ShardWrite.builder()
            .put("log", "", head, Long.toString(epoch).getBytes(UTF_8))
            .head(head)
            .build();
    if (table.write(shard, epoch, row)) {
      System.out.println("wrote " + shard + " " + head);
    } else {
      System.out.println("refused " + shard + " " + epoch);
      ownership.fenced(shard, epoch);
    }
  }

  private static final class Says implements OwnershipListener {
    @Override
    public void acquired(int shard, long epoch) {
      System.out.println("acquired " + shard + " " + epoch);
    }

    @Override
    public void lost(int shard) {
      System.out.println("lost " + shard);
    }
  }
}
