package io.aramaki.kit.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one application as a process: command line, start, the `ready` line, stop, exit code.
///
/// ```java
/// public static void main(String[] args) {
///   System.exit(App.run("inventory", args, launch -> InventoryApp.start(…)));
/// }
/// ```
///
/// - Ready: one line on standard output, `ready inventory grpc=127.0.0.1:4711 http=127.0.0.1:4712`,
///   and a [ReadyFile] if the system property [ReadyFile#PROPERTY] names one.
/// - SIGTERM, SIGINT: the application closes within [Closer#BOUND], then exit code 0. A second
///   signal ends the process at once.
/// - Exit codes: [#OK]; [#BAD_CONFIGURATION] after one line on standard error; [#CRASH].
public final class App {
  public static final int OK = 0;
  public static final int CRASH = 1;
  public static final int BAD_CONFIGURATION = 2;

  /// How long the process may live on after it was asked to stop, whatever hangs.
  private static final Duration STOP_BOUND = Closer.BOUND.plusSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final String name;
  private final Starter starter;
  private final Stop stop = new Stop();
  private final Closer closer = new Closer(STOP_BOUND.multipliedBy(2));
  private final Thread main = Thread.currentThread();
  private final long startNanos = System.nanoTime();
  private volatile boolean starting = true;

  private App(String name, Starter starter) {
    this.name = name;
    this.starter = starter;
  }

  /// Runs an application until it is stopped.
  ///
  /// @param name what the process is called
  /// @return the exit code, for `System.exit`
  public static int run(String name, String[] args, Starter starter) {
    return run(name, args, () -> "", starter);
  }

  /// Runs an application until it is stopped.
  ///
  /// @param configuration the keys of its configuration, as `--help` prints them
  public static int run(
      String name, String[] args, Supplier<String> configuration, Starter starter) {
    try {
      Options options = Options.parse(args);
      if (options.help()) {
        System.out.print(Options.USAGE.formatted(name) + configuration.get());
        return OK;
      }
      Failpoint.check();
      return new App(name, starter).run(options.config());
    } catch (BadConfiguration e) {
      System.err.println(name + ": " + e.getMessage());
      return BAD_CONFIGURATION;
    }
  }

  private int run(Optional<Path> config) {
    Signals.handle(this::signalled, "TERM", "INT");
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    Runtime.getRuntime().addShutdownHook(new Thread(closer::close, "shutdown"));
    try {
      var launch = new Launch(name, config, System.getenv(), Environment.system(), stop);
      Running running = closer.add(name, starter.start(launch));
      starting = false;
      if (!stop.isRequested()) {
        announce(running.addresses());
      }
      return exitCode(stop.await());
    } catch (BadConfiguration e) {
      throw e;
    } catch (Throwable e) {
      return stop.isRequested() ? stoppedWhileStarting(e) : exitCode(Optional.of(e));
    } finally {
      starting = false;
      boundStopping();
      closer.close();
    }
  }

  private void announce(Map<String, String> addresses) throws IOException {
    @Nullable String file = System.getProperty(ReadyFile.PROPERTY);
    if (file != null) {
      Path path = Path.of(file);
      new ReadyFile(name, ProcessHandle.current().pid(), addresses).write(path);
      closer.add("ready file", () -> Files.deleteIfExists(path));
    }
    var line = new StringBuilder("ready ").append(name);
    new TreeMap<>(addresses)
        .forEach((door, address) -> line.append(' ').append(door).append('=').append(address));
    System.out.println(line);
    System.out.flush();
    log.atInfo()
        .addKeyValue("start_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos))
        .log("ready");
  }

  private void signalled() {
    if (stop.isRequested()) {
      Runtime.getRuntime().halt(CRASH);
    }
    stop.request();
    boundStopping();
    if (starting) {
      main.interrupt();
    }
  }

  private void boundStopping() {
    Thread.ofPlatform().daemon().name("stop-bound").start(this::endAfterBound);
  }

  private void endAfterBound() {
    try {
      Thread.sleep(STOP_BOUND);
      System.err.println(name + ": did not stop within " + STOP_BOUND.toSeconds() + " s");
      Runtime.getRuntime().halt(CRASH);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// An exception of a thread of ours is logged; an error means that the state cannot be trusted.
  private void uncaught(Thread thread, Throwable e) {
    log.atError().addKeyValue("thread", thread.getName()).setCause(e).log("thread died");
    if (e instanceof Error) {
      stop.fail(e);
    }
  }

  private int stoppedWhileStarting(Throwable e) {
    log.atInfo().addKeyValue("reason", e).log("stopped while starting");
    return stop.await().isEmpty() ? OK : CRASH;
  }

  private int exitCode(Optional<Throwable> failure) {
    if (failure.isEmpty()) {
      return OK;
    }
    System.err.println(name + ": crashed: " + failure.get());
    log.atError().setCause(failure.get()).log("crashed");
    return CRASH;
  }

  /// Starts an application; what [#run] is given by a `Main`.
  @FunctionalInterface
  public interface Starter {
    /// Answers when the application is ready. On failure it has closed what it had opened.
    ///
    /// @throws BadConfiguration if the operator must change something first
    Running start(Launch launch) throws Exception;
  }

  /// The command line: few words, since everything else is configuration.
  private record Options(Optional<Path> config, boolean help) {
    static final String USAGE =
        """
        Usage: %s [--config FILE]

          --config FILE   the configuration, a YAML file; every key may also be set by an
                          environment variable
          --help          prints this text
        """;

    static Options parse(String[] args) {
      Optional<Path> config = Optional.empty();
      boolean help = false;
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--help", "-h" -> help = true;
          case "--config" -> {
            if (++i == args.length) {
              throw new BadConfiguration("--config needs a file: --config FILE");
            }
            config = Optional.of(file(args[i]));
          }
          case String joined when joined.startsWith("--config=") ->
              config = Optional.of(file(joined.substring("--config=".length())));
          default ->
              throw new BadConfiguration(
                  "unknown option \"" + args[i] + "\"; there are --config FILE and --help");
        }
      }
      return new Options(config, help);
    }

    private static Path file(String text) {
      Path file = Path.of(text);
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new BadConfiguration("--config " + text + " is not a file that can be read");
      }
      return file;
    }
  }
}
