package io.aramaki.kit.cassandra.embedded;

import io.aramaki.kit.cassandra.CassandraConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Cassandra of our own in a child JVM.
///
/// [#start] starts it, or adopts the one that an earlier parent left running on the same directory.
/// Killing parent or child at any time loses nothing that was acknowledged: the next start replays
/// the commit log. One parent at a time may hold a directory.
///
/// The child listens on loopback only, knows one superuser with a random password (file 0600), and
/// has no JMX port; `jcmd <pid>` of the same user works.
public final class EmbeddedCassandra implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedCassandra.class);
  private static final String ROLE = "aramaki";
  private static final Duration POLL = Duration.ofMillis(25);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

  /// How long a child that we found alive may be silent before it is replaced. Long enough for a
  /// start under way, commit log included.
  private static final Duration ADOPTION_TIMEOUT = Duration.ofSeconds(30);

  private final EmbeddedCassandraConfig config;
  private final ChildDirectory directory;
  private final ChildPorts ports;
  private final ProcessHandle process;
  private final boolean adopted;
  private final FileChannel lock;

  private EmbeddedCassandra(
      EmbeddedCassandraConfig config,
      ChildDirectory directory,
      ChildPorts ports,
      ProcessHandle process,
      boolean adopted,
      FileChannel lock) {
    this.config = config;
    this.directory = directory;
    this.ports = ports;
    this.process = process;
    this.adopted = adopted;
    this.lock = lock;
  }

  /// True if a child that an earlier parent started on this directory is alive.
  public static boolean survives(Path directory) {
    return ChildProcess.find(directory.toAbsolutePath().normalize()).isPresent();
  }

  /// Starts or adopts the child and returns when it answers.
  ///
  /// @throws CassandraStartException if it does not come up in time, with the last lines of its log
  public static EmbeddedCassandra start(EmbeddedCassandraConfig config) {
    FileChannel lock = null;
    try {
      var directory = new ChildDirectory(config.directory());
      lock = lock(directory);
      var random = new SecureRandom();
      directory.ensurePassword(random);
      var ports = ChildPorts.in(directory.ports(), random);
      var started = adoptOrStart(config, directory, ports, lock);
      lock = null;
      return started;
    } catch (IOException e) {
      throw new CassandraStartException(
          "the embedded Cassandra at " + config.directory() + " cannot start: " + e.getMessage(),
          e);
    } finally {
      unlock(lock);
    }
  }

  private static EmbeddedCassandra adoptOrStart(
      EmbeddedCassandraConfig config, ChildDirectory directory, ChildPorts ports, FileChannel lock)
      throws IOException {
    var survivor = ChildProcess.find(directory.root());
    if (survivor.isPresent()) {
      var handle = survivor.get();
      if (ready(handle, ports, ADOPTION_TIMEOUT)) {
        log.atInfo().addKeyValue("pid", handle.pid()).log("adopted the running Cassandra");
        return new EmbeddedCassandra(config, directory, ports, handle, true, lock);
      }
      log.atWarn()
          .addKeyValue("pid", handle.pid())
          .log("the running Cassandra does not answer; it is killed and started anew");
      handle.destroyForcibly();
      ChildProcess.ended(handle, config.stopTimeout());
    }
    var taken = ports.taken();
    if (!taken.isEmpty()) {
      throw new IOException(
          "another process holds its ports "
              + taken
              + "; stop that one, or delete "
              + directory.ports()
              + " to choose others");
    }
    directory.write(config, ports, ROLE);
    long begin = System.nanoTime();
    var handle = ChildProcess.start(directory);
    if (!ready(handle, ports, config.startTimeout())) {
      throw failed(config, directory, handle);
    }
    var millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    log.atInfo()
        .addKeyValue("pid", handle.pid())
        .addKeyValue("millis", millis)
        .log("Cassandra is ready");
    return new EmbeddedCassandra(config, directory, ports, handle, false, lock);
  }

  private static boolean ready(ProcessHandle handle, ChildPorts ports, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      if (CqlProbe.answers(ports.nativePort(), PROBE_TIMEOUT)) {
        return true;
      }
      if (ChildProcess.ended(handle, POLL) || Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return false;
  }

  private static CassandraStartException failed(
      EmbeddedCassandraConfig config, ChildDirectory directory, ProcessHandle handle) {
    var what =
        handle.isAlive()
            ? "did not answer within " + config.startTimeout()
            : "ended during its start";
    handle.destroyForcibly();
    var message =
        "the embedded Cassandra at "
            + config.directory()
            + " "
            + what
            + ". Its last words:\n"
            + LogTail.of(directory.out())
            + "\n"
            + LogTail.of(directory.log());
    return new CassandraStartException(message, null);
  }

  private static FileChannel lock(ChildDirectory directory) throws IOException {
    var channel =
        FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException _) {
      // The same JVM holds it: reported below like any other holder.
    } finally {
      if (held == null) {
        channel.close();
      }
    }
    if (held == null) {
      throw new IOException("another process is in charge of this directory; stop that one first");
    }
    return channel;
  }

  private static void unlock(@Nullable FileChannel lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        log.atWarn()
            .setCause(e)
            .log(
                "the lock of the Cassandra directory could not be released; it ends with this process");
      }
    }
  }

  /// Where clients connect, `127.0.0.1:port`. The same over restarts.
  public String contactPoint() {
    return "127.0.0.1:" + ports.nativePort();
  }

  /// The user that clients log in as.
  public String username() {
    return ROLE;
  }

  /// The file with that user's password.
  public Path passwordFile() {
    return directory.passwordFile();
  }

  /// How a service reaches its keyspace here.
  public CassandraConfig configFor(String keyspace) {
    return CassandraConfig.of(contactPoint(), keyspace, ROLE, directory.passwordFile());
  }

  public long pid() {
    return process.pid();
  }

  /// Whether the child was already running.
  public boolean adopted() {
    return adopted;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Completes when the child ends, for whatever reason. A supervisor then calls [#detach] and
  /// [#start] again.
  public CompletableFuture<Void> onExit() {
    return process.onExit().thenApply(_ -> null);
  }

  /// Whether it answers right now.
  public boolean answers() {
    return CqlProbe.answers(ports.nativePort(), PROBE_TIMEOUT);
  }

  /// Ends the child at once, as `kill -9` does, and lets go of it. Nothing acknowledged is lost;
  /// the next start replays the commit log.
  public void kill() {
    process.destroyForcibly();
    ChildProcess.ended(process, config.stopTimeout());
    detach();
  }

  /// Lets go of the child without stopping it; whoever starts next on the directory adopts it.
  public void detach() {
    unlock(lock);
  }

  /// Stops the child in order: it drains, and its next start has nothing to replay. Killed if it
  /// takes too long.
  @Override
  public void close() {
    process.destroy();
    if (!ChildProcess.ended(process, config.stopTimeout())) {
      log.atWarn()
          .addKeyValue("pid", process.pid())
          .log("Cassandra did not stop in time; it is killed and will replay its commit log");
      process.destroyForcibly();
      ChildProcess.ended(process, config.stopTimeout());
    }
    detach();
  }
}
