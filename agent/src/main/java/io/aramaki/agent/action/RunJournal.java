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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
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
///
/// A disk without room stops nothing but beginnings: output is dropped, an end is held until
/// [#settle] finds room for it, and if the process dies before, the run is LOST. Of what the server
/// has, only that the run is known is kept; of the rest at most [Limits#bytes] bytes, beyond which
/// output is dropped, and never another event.
public final class RunJournal {
  private static final Logger log = LoggerFactory.getLogger(RunJournal.class);
  private static final Duration KEPT = Duration.ofDays(2);
  private static final String SUFFIX = ".run";

  /// How much the journal holds.
  ///
  /// @param runs beyond so many within 48 hours dispatches are refused
  /// @param bytes beyond so many in all files output is dropped
  record Limits(int runs, long bytes) {
    static final Limits DEFAULT = new Limits(10_000, 256L << 20);
  }

  private final Path directory;
  private final RunDisk disk;
  private final Limits limits;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, RunFile> runs = new LinkedHashMap<>();
  private final Map<String, Held> heldEnds = new LinkedHashMap<>();
  private final Refusals refusals = new Refusals();
  private final Set<String> shortened = new HashSet<>();
  private long bytes;
  private volatile Runnable listener = () -> {};

  /// An end that the disk had no room for.
  private record Held(RunEvent.What what, long timeMs) {}

  private RunJournal(Path directory, RunDisk disk, Limits limits, Clock clock) {
    this.directory = directory;
    this.disk = disk;
    this.limits = limits;
    this.clock = clock;
  }

  /// Opens the journal. Runs that were started and have no end are LOST from now on.
  public static RunJournal open(Path directory, Clock clock) throws IOException {
    return open(directory, RunDisk.real(), Limits.DEFAULT, clock);
  }

  static RunJournal open(Path directory, RunDisk disk, Limits limits, Clock clock)
      throws IOException {
    Files.createDirectories(directory);
    var journal = new RunJournal(directory, disk, limits, clock);
    journal.read();
    for (RunFile file : journal.runs.values()) {
      if (file.isStarted() && !file.isEnded()) {
        log.atWarn().addKeyValue("run", file.run()).log("run was lost with the agent");
        journal.heldEnds.put(file.run(), new Held(new RunEvent.Lost(), clock.millis()));
      }
    }
    journal.settle();
    journal.purge();
    return journal;
  }

  private void read() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*" + SUFFIX + "{," + RunFile.NEW_SUFFIX + "}")) {
      for (Path path : files) {
        Optional<RunFile> file =
            path.toString().endsWith(SUFFIX) ? RunFile.open(path, disk) : Optional.empty();
        if (file.isEmpty()) {
          Files.delete(path);
        } else {
          runs.put(file.get().run(), file.get());
          bytes += file.get().size();
        }
      }
    }
  }

  /// Calls back, on any thread, when there may be something to send.
  public void onChange(Runnable callback) {
    listener = callback;
  }

  public boolean knows(String run) {
    lock.lock();
    try {
      return runs.containsKey(run) || refusals.knows(run);
    } finally {
      lock.unlock();
    }
  }

  /// Adds a run with its first event, which is durable afterwards, the file's name included.
  ///
  /// @return false if the run is known
  /// @throws IOException if there are too many, or the disk does not take it; then nothing changed
  boolean begin(String run, RunEvent.What first) throws IOException {
    lock.lock();
    try {
      if (runs.containsKey(run) || refusals.knows(run)) {
        return false;
      }
      if (runs.size() >= limits.runs) {
        throw new IOException(
            "the journal holds " + limits.runs + " runs, the most it keeps within 48 hours");
      }
      RunFile file = create(run, first);
      runs.put(run, file);
      bytes += file.size();
    } finally {
      lock.unlock();
    }
    listener.run();
    return true;
  }

  private RunFile create(String run, RunEvent.What first) throws IOException {
    Path path = directory.resolve(fileName(run));
    try {
      RunFile file = RunFile.create(path, disk, run);
      file.append(first, clock.millis());
      syncDirectory();
      return file;
    } catch (IOException e) {
      // What began nowhere else must not be found as LOST later.
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /// Writes down that a run is not executed; where there is no room, remembers it until the server
  /// has it. Nothing happens if the run is known.
  void refuse(String run, RunEvent.NotExecuted what) {
    try {
      begin(run, what);
      return;
    } catch (IOException e) {
      log.atWarn().addKeyValue("run", run).setCause(e).log("refusal is told but not journalled");
    }
    lock.lock();
    try {
      if (!refusals.add(run, clock.millis(), what)) {
        log.atError().addKeyValue("run", run).log("too many refusals: an older one is not told");
      }
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  /// Adds output to a run, durable after [#sync]. It is dropped where there is no room.
  void output(String run, RunEvent.Output what) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file == null || file.isEnded()) {
        return;
      }
      if (bytes + what.data().length > limits.bytes) {
        dropped(run, "the journal holds " + bytes + " of at most " + limits.bytes + " bytes");
      } else {
        append(file, what, clock.millis());
      }
    } catch (IOException e) {
      dropped(run, e.toString());
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  /// Says once for each run that its output is not whole.
  private void dropped(String run, String reason) {
    if (shortened.add(run)) {
      log.atWarn().addKeyValue("run", run).addKeyValue("reason", reason).log("output is dropped");
    }
  }

  /// Adds the end of a run, durable at once or as soon as [#settle] finds room. A second end
  /// changes nothing.
  void end(String run, RunEvent.What what) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null && !file.isEnded()) {
        heldEnds.putIfAbsent(run, new Held(what, clock.millis()));
      }
      shortened.remove(run);
    } finally {
      lock.unlock();
    }
    settle();
  }

  /// Writes the ends that are held, as far as there is room.
  public void settle() {
    lock.lock();
    try {
      if (!heldEnds.entrySet().removeIf(end -> isSettled(end.getKey(), end.getValue()))) {
        return;
      }
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  private boolean isSettled(String run, Held end) {
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null && !file.isEnded()) {
        append(file, end.what(), end.timeMs());
      }
      if (file != null) {
        file.sync();
      }
      return true;
    } catch (IOException e) {
      log.atError()
          .addKeyValue("run", run)
          .setCause(e)
          .log("the end of a run cannot be journalled yet");
      return false;
    }
  }

  private void append(RunFile file, RunEvent.What what, long timeMs) throws IOException {
    long before = file.size();
    try {
      file.append(what, timeMs);
    } finally {
      bytes += file.size() - before;
    }
  }

  /// Puts the output of a run on stable storage, so that it may be sent. Where that fails it is not
  /// sent before a later one succeeds.
  void sync(String run) {
    lock.lock();
    try {
      @Nullable RunFile file = runs.get(run);
      if (file != null) {
        file.sync();
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("run", run).setCause(e).log("output is not durable yet");
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
      return refusals.next();
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
      refusals.rewind();
    } finally {
      lock.unlock();
    }
  }

  /// The server has an event. If that cannot be written down, it is only sent again after a
  /// restart.
  public void acknowledged(String run, long seq) {
    lock.lock();
    try {
      refusals.acknowledged(run);
      @Nullable RunFile file = runs.get(run);
      if (file != null) {
        long before = file.size();
        try {
          file.acknowledged(seq);
        } finally {
          bytes += file.size() - before;
        }
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("run", run).setCause(e).log("acknowledgement is not journalled");
    } finally {
      lock.unlock();
    }
  }

  /// Runs that are not at their end, or whose end the server does not have.
  public List<String> openRuns() {
    lock.lock();
    try {
      return Stream.concat(
              runs.values().stream().filter(file -> !file.isDone()).map(RunFile::run),
              refusals.open().stream())
          .toList();
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
          bytes -= file.size();
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
