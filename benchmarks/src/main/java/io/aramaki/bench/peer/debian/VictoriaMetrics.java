package io.aramaki.bench.peer.debian;

import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.peer.HttpSink;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.peer.Quiet;
import io.aramaki.bench.peer.Sink;
import io.aramaki.bench.peer.Stored;
import io.aramaki.bench.read.ExportReader;
import io.aramaki.bench.read.HostReader;
import io.aramaki.bench.wire.RemoteWrite;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// VictoriaMetrics, single node, fed by remote_write.
public final class VictoriaMetrics extends DebianPeer {
  private static final Duration MERGE_MAX = Duration.ofMinutes(15);
  private static final int POLL_MS = 500;
  private static final int IDLE_POLLS = 3;

  public VictoriaMetrics(PeerSettings settings) {
    super(settings, "victoria-metrics", "victoria-metrics");
  }

  @Override
  public String name() {
    return "victoria-metrics";
  }

  @Override
  public int steps() {
    return settings().requestSteps();
  }

  @Override
  List<String> prepare(int port) {
    return List.of(
        "-storageDataPath=" + data(),
        "-retentionPeriod=1y",
        "-httpListenAddr=127.0.0.1:" + port,
        "-loggerLevel=WARN");
  }

  @Override
  String readyPath() {
    return "/health";
  }

  @Override
  String promise() {
    return "answers before anything is on the disk: a crash loses some seconds; caches of answers on";
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
    return new ExportReader(door());
  }

  @Override
  public void settle() throws IOException, InterruptedException {
    door().text("/internal/force_flush", Map.of());
    awaitMerges();
    Quiet.await(name(), processes());
  }

  private void awaitMerges() throws IOException, InterruptedException {
    long end = System.nanoTime() + MERGE_MAX.toNanos();
    int idle = 0;
    while (idle < IDLE_POLLS) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      idle = activeMerges() == 0 ? idle + 1 : 0;
      if (System.nanoTime() > end) {
        throw new IOException(
            "victoria-metrics still merges after %d min".formatted(MERGE_MAX.toMinutes()));
      }
    }
  }

  private double activeMerges() throws IOException {
    double merges = 0;
    for (String line : door().text("/metrics", Map.of()).split("\n", -1)) {
      if (line.startsWith("vm_active_merges")) {
        merges += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    return merges;
  }

  @Override
  public Stored stored() throws IOException, InterruptedException {
    settle();
    door().text("/internal/force_merge", Map.of());
    settle();
    stop();
    long samples = Directories.bytes(data().resolve("data"));
    long index = Directories.bytes(data().resolve("indexdb"));
    return new Stored(
        samples + index,
        Directories.bytes(data()) - samples - index,
        "`data` %,d and `indexdb` %,d bytes after force_merge; beside: caches and metadata"
            .formatted(samples, index));
  }
}
