package io.aramaki.bench.compare;

import com.google.errorprone.annotations.FormatMethod;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.machine.Directories;
import io.aramaki.bench.peer.Peer;
import io.aramaki.bench.peer.PeerSettings;
import io.aramaki.kit.app.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where one server at a time is shown: each gets a fresh directory, and is stopped and removed
/// before the next one, also if the run is interrupted.
final class Stage implements AutoCloseable {
  private final CompareOptions options;
  private final DataPlan plan;
  private final Path root;
  private final Environment environment;
  private @Nullable Peer peer;
  private @Nullable Path directory;
  private boolean closed;

  Stage(CompareOptions options, DataPlan plan, Path root, Environment environment) {
    this.options = options;
    this.plan = plan;
    this.root = root;
    this.environment = environment;
  }

  CompareOptions options() {
    return options;
  }

  DataPlan plan() {
    return plan;
  }

  /// Makes a server and starts it.
  Peer start(String name) throws IOException, InterruptedException {
    Peer made;
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the run is over");
      }
      Path fresh = Files.createTempDirectory("aramaki-bench-" + name + "-");
      directory = fresh;
      Path cache = root.resolve("benchmarks/target/peers");
      Files.createDirectories(cache);
      var settings =
          new PeerSettings(plan, root, cache, fresh, options.batchSteps(), options.requestSteps());
      made = PeerChoice.make(name, settings, environment);
      peer = made;
    }
    say("%s: starting", name);
    made.start();
    return made;
  }

  /// Stops the server that is on stage.
  synchronized void clear() throws IOException {
    Peer running = peer;
    Path used = directory;
    peer = null;
    directory = null;
    if (running != null) {
      running.close();
    }
    if (used != null) {
      Directories.delete(used);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    clear();
  }

  /// Says how far it is.
  @FormatMethod
  static void say(String format, Object... values) {
    System.out.println("bench: " + String.format(Locale.ROOT, format, values));
  }
}
