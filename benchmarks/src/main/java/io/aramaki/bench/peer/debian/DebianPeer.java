package io.aramaki.bench.peer.debian;

import io.aramaki.bench.machine.DebianProgram;
import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.machine.FreePort;
import io.aramaki.bench.machine.PageCache;
import io.aramaki.bench.machine.ServerProcess;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.bench.read.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A peer that is one process of a Debian package with one HTTP port.
abstract sealed class DebianPeer implements Peer permits VictoriaMetrics, Prometheus, InfluxDb {
  private final PeerSettings settings;
  private final String packageName;
  private final String program;
  private @Nullable DebianProgram debian;
  private @Nullable ServerProcess server;
  private @Nullable Door door;
  private List<String> command = List.of();

  DebianPeer(PeerSettings settings, String packageName, String program) {
    this.settings = settings;
    this.packageName = packageName;
    this.program = program;
  }

  final PeerSettings settings() {
    return settings;
  }

  final Path directory() {
    return settings.directory();
  }

  /// Where its data lies.
  final Path data() {
    return directory().resolve("data");
  }

  /// Writes what it reads at its start, and answers its arguments.
  abstract List<String> prepare(int port) throws IOException;

  /// The page that answers once it is ready.
  abstract String readyPath();

  /// What it promises with an answer.
  abstract String promise();

  @Override
  public final boolean isOurs() {
    return false;
  }

  @Override
  public final List<String> configuration() {
    DebianProgram found = debian;
    return List.of(
        found == null
            ? packageName
            : "Debian package %s %s".formatted(found.name(), found.version()),
        "`%s`"
            .formatted(
                String.join(" ", command)
                    .replace(directory().toString(), "DIRECTORY")
                    .replaceFirst("^\\S*/", "")),
        promise());
  }

  @Override
  public void start() throws IOException, InterruptedException {
    debian = DebianProgram.find(packageName, program, settings.cache());
    Files.createDirectories(data());
    int port = FreePort.next();
    command = debian.command(program, prepare(port));
    door = Door.local(port);
    run();
  }

  private synchronized void run() throws IOException, InterruptedException {
    server = ServerProcess.start(packageName, command, directory(), door().uri(readyPath()));
  }

  final Door door() {
    Door open = door;
    if (open == null) {
      throw new IllegalStateException(packageName + " was not started");
    }
    return open;
  }

  @Override
  public Optional<Door> queries() {
    return Optional.of(door());
  }

  @Override
  public final Map<String, Long> processes() {
    ServerProcess running = server;
    return running == null ? Map.of() : Map.of(packageName, running.pid());
  }

  final synchronized void stop() {
    ServerProcess running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public final boolean restart() throws IOException, InterruptedException {
    stop();
    boolean dropped = PageCache.drop();
    run();
    return dropped;
  }

  @Override
  public void close() throws IOException {
    stop();
    Door open = door;
    if (open != null) {
      open.close();
    }
    Directories.delete(directory());
  }
}
