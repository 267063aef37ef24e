package io.aramaki.agent.action;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which runs this agent knows, what happened to them, and what of that the server has.
///
/// ```text
///        ┌─▶ NOT_EXECUTED
///  new ──┤
///        └─▶ STARTED (durable) ─▶ OUTPUT … ─▶ FINISHED
///                  └─ process dies, next start ─▶ LOST
/// ```
///
/// A run that is known is never executed again. Runs are forgotten [#KEPT] after their end. Events
/// leave only after they are durable. Thread-safe.
public final class RunJournal {
  private static final Logger log = LoggerFactory.getLogger(RunJournal.class);
  private static final Duration KEPT = Duration.ofDays(2);
  private static final String SUFFIX = ".run";

  /// Beyond so many runs within 48 hours dispatches are refused.
  static final int RUNS_MAX = 10_000;

  private final Path directory;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, RunFile> runs = new LinkedHashMap<>();
  private volatile Runnable listener = () -> {};

  private RunJournal(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Opens the journal. Runs that were started and have no end are LOST from now on.
  public static RunJournal open(Path directory, Clock clock) throws IOException {
    Files.createDirectories(directory);
    var journal = new RunJournal(directory, clock);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path path : files) {
        Optional<RunFile> file = RunFile.open(path);
        if (file.isEmpty()) {
          Files.delete(path);
        } else {
          journal.runs.put(file.get().run(), file.get());
        }
      }
    }
    for (RunFile file : journal.runs.values()) {
      if (file.isStarted() && !file.isEnded()) {
        log.atWarn().addKeyValue("run", file.run()).log("run was lost with the agent");
        file.append(new RunEvent.Lost(), clock.millis());
      }
    }
    journal.purge();
    return journal;
  }

  /// Calls back, on any thread, when there may be something to send.
  public void onChange(Runnable callback) {
    listener = callback;
  }

  public boolean knows(String run) {
    lock.lock();
    try {
      return runs.containsKey(run);
    } finally {
      lock.unlock();
    }
  }

  /// Adds a run with its first event, which is durable afterwards, the file's name included.
  ///
  /// @return false if the run is known or there are too many
  boolean begin(String run, RunEvent.What first) {
    lock.lock();
    try {
      if (runs.containsKey(run) || runs.size() >= RUNS_MAX) {
        return false;
      }
      RunFile file = RunFile.create(directory.resolve(fileName(run)), run);
      file.append(first, clock.millis());
      syncDirectory();
      runs.put(run, file);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of runs cannot be written: " + directory, e);
    } finally {
      lock.unlock();
    }
    listener.run();
    return true;
  }

  /// Adds an event to a run. Output is durable after [#sync], everything else at once.
  void add(String run, RunEvent.What what) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null && !file.isEnded()) {
        file.append(what, clock.millis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of runs cannot be written: " + directory, e);
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  /// Puts the output of a run on stable storage, so that it may be sent.
  void sync(String run) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null) {
        file.sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of runs cannot be written: " + directory, e);
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  /// Answers the next event to be sent in this session.
  public Optional<RunEvent> next() {
    lock.lock();
    try {
      for (RunFile file : runs.values()) {
        Optional<RunEvent> event = file.next();
        if (event.isPresent()) {
          return event;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of runs cannot be read: " + directory, e);
    } finally {
      lock.unlock();
    }
  }

  /// Another session begins: what is not acknowledged is to be sent again.
  public void rewind() {
    lock.lock();
    try {
      runs.values().forEach(RunFile::rewind);
    } finally {
      lock.unlock();
    }
  }

  /// The server has an event.
  public void acknowledged(String run, long seq) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null) {
        file.acknowledged(seq);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of runs cannot be written: " + directory, e);
    } finally {
      lock.unlock();
    }
  }

  /// Runs that are not at their end, or whose end the server does not have.
  public List<String> openRuns() {
    lock.lock();
    try {
      return runs.values().stream().filter(file -> !file.isDone()).map(RunFile::run).toList();
    } finally {
      lock.unlock();
    }
  }

  /// Forgets runs that ended long ago and are acknowledged.
  public void purge() {
    lock.lock();
    try {
      long before = clock.millis() - KEPT.toMillis();
      var files = runs.values().iterator();
      while (files.hasNext()) {
        RunFile file = files.next();
        if (file.isDone() && Files.getLastModifiedTime(file.path()).toMillis() < before) {
          Files.deleteIfExists(file.path());
          files.remove();
        }
      }
    } catch (IOException e) {
      log.atWarn().setCause(e).log("old runs cannot be forgotten");
    } finally {
      lock.unlock();
    }
  }

  private void syncDirectory() throws IOException {
    boolean interrupted = Thread.interrupted();
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String fileName(String run) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest) + SUFFIX;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
