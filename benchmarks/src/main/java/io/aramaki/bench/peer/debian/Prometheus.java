package io.aramaki.bench.peer.debian;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.peer.HttpSink;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.peer.Quiet;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Stored;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.read.PromReader;
import io.aramaki.bench.wire.RemoteWrite;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Prometheus as a receiver of remote_write.
public final class Prometheus extends DebianPeer {
  public Prometheus(PeerSettings settings) {
    super(settings, "prometheus", "prometheus");
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public int steps() {
    return settings().requestSteps();
  }

  @Override
  List<String> prepare(int port) throws IOException {
    Path config = directory().resolve("prometheus.yml");
    Files.writeString(config, "global: {}\n");
    return List.of(
        "--config.file=" + config,
        "--storage.tsdb.path=" + data(),
        "--storage.tsdb.retention.time=15d",
        "--web.listen-address=127.0.0.1:" + port,
        "--web.enable-remote-write-receiver",
        "--web.enable-admin-api",
        "--log.level=warn");
  }

  @Override
  String readyPath() {
    return "/-/ready";
  }

  @Override
  String promise() {
    return "answers when the samples are in its log (WAL), without fsync: survives a kill, not a loss of power";
  }

  @Override
  public Sink sink(int number, int of) {
    return new HttpSink(
        door(),
        _ -> "/api/v1/write",
        RemoteWrite.HEADERS,
        new RemoteWrite(settings().plan()),
        RemoteWrite.SAMPLES_PER_REQUEST);
  }

  @Override
  public HostReader reader() {
    return new PromReader(door());
  }

  @Override
  public void settle() throws IOException, InterruptedException {
    Quiet.await(name(), processes());
  }

  /// A snapshot writes the head as a block, too: then all samples are in blocks.
  @Override
  public Stored stored() throws IOException, InterruptedException {
    settle();
    JsonNode answer =
        Api.JSON.readTree(door().post("/api/v1/admin/tsdb/snapshot", Map.of("skip_head", "false")));
    String name = answer.path("data").path("name").asText();
    if (name.isEmpty()) {
      throw new IOException("no snapshot was made: " + answer);
    }
    stop();
    Path snapshot = data().resolve("snapshots").resolve(name);
    long log =
        Directories.bytes(data().resolve("wal")) + Directories.bytes(data().resolve("chunks_head"));
    return new Stored(
        Directories.bytes(snapshot),
        log,
        "all blocks, the head written as one by a snapshot; beside: `wal` and `chunks_head`");
  }
}
