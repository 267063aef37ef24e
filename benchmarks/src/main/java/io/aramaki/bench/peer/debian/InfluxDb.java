package io.aramaki.bench.peer.debian;

import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.machine.FreePort;
import io.aramaki.bench.peer.HttpSink;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.peer.Quiet;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Stored;
import io.aramaki.bench.read.Door;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.read.InfluxReader;
import io.aramaki.bench.wire.LineProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// InfluxDB 1.x, fed by the line protocol in batches of about 5,000 lines.
public final class InfluxDb extends DebianPeer {
  private static final String DATABASE = "bench";
  private static final int LINES = 5_000;

  private final boolean gzip;

  public InfluxDb(PeerSettings settings, boolean gzip) {
    super(settings, "influxdb", "influxd");
    this.gzip = gzip;
  }

  @Override
  public String name() {
    return gzip ? "influxdb-gzip" : "influxdb";
  }

  @Override
  public int steps() {
    return settings().requestSteps();
  }

  @Override
  List<String> prepare(int port) throws IOException {
    Path config = directory().resolve("influxdb.conf");
    Files.writeString(
        config,
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%d"
        [meta]
          dir = "%s/meta"
        [data]
          dir = "%s/data"
          wal-dir = "%s/wal"
          index-version = "tsi1"
          wal-fsync-delay = "0s"
          cache-max-memory-size = "1g"
          compact-full-write-cold-duration = "30s"
          max-series-per-database = 0
          max-values-per-tag = 0
          query-log-enabled = false
        [http]
          bind-address = "127.0.0.1:%d"
          log-enabled = false
          max-row-limit = 0
        [monitor]
          store-enabled = false
        [logging]
          level = "warn"
        """
            .formatted(FreePort.next(), data(), data(), data(), port));
    return List.of("-config", config.toString());
  }

  @Override
  String readyPath() {
    return "/ping";
  }

  @Override
  String promise() {
    return "tsi1 index, 1 GiB cache, fsync of its log before each answer; bodies %s"
        .formatted(gzip ? "gzip" : "plain");
  }

  @Override
  public void start() throws IOException, InterruptedException {
    super.start();
    door().post("/query", Map.of("q", "CREATE DATABASE " + DATABASE));
  }

  @Override
  public Sink sink(int number, int of) {
    return new HttpSink(
        door(),
        _ -> "/write?db=" + DATABASE + "&precision=ms",
        gzip ? Map.of("Content-Encoding", "gzip") : Map.of(),
        new LineProtocol(settings().plan(), gzip),
        LINES);
  }

  @Override
  public HostReader reader() {
    return new InfluxReader(door(), DATABASE);
  }

  @Override
  public Optional<Door> queries() {
    return Optional.empty();
  }

  @Override
  public void settle() throws IOException, InterruptedException {
    Quiet.await(name(), processes());
  }

  @Override
  public Stored stored() throws IOException, InterruptedException {
    settle();
    ColdShards.await(data().resolve("data"), data().resolve("wal"));
    stop();
    return new Stored(
        Directories.bytes(data().resolve("data")),
        Directories.bytes(data().resolve("wal")),
        "`data` with its index after the full compaction of cold shards; beside: `wal`");
  }
}
