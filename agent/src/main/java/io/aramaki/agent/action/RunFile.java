package io.aramaki.agent.action;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The journal of one run, as a file to which records are only ever appended, until the server has
/// all of it: then a file that only says so takes its place. Not thread-safe: the [RunJournal]
/// guards it.
final class RunFile {
  /// What a file that takes another one's place is called until it does.
  static final String NEW_SUFFIX = ".new";

  /// A file that is not larger stays as it is when the server has all of it.
  private static final int SETTLED_BYTES = 4 * 1024;

  /// Where an event lies that the server does not have yet.
  private record Place(long seq, long offset, int length) {}

  private final Path path;
  private final RunDisk disk;
  private final Deque<Place> unacknowledged = new ArrayDeque<>();
  private String run = "";
  private long lastSeq;
  private long syncedSeq;
  private long sentSeq;
  private long size;
  private boolean started;
  private boolean ended;
  private boolean torn;
  private EventCodec.@Nullable Happened end;

  private RunFile(Path path, RunDisk disk) {
    this.path = path;
    this.disk = disk;
  }

  static RunFile create(Path path, RunDisk disk, String run) throws IOException {
    var file = new RunFile(path, disk);
    file.run = run;
    file.append(new EventCodec.Name(run));
    return file;
  }

  /// Reads a file that an earlier process left, and cuts a torn record off its end. Empty if not
  /// even the run's name is whole, in which case nothing was executed.
  static Optional<RunFile> open(Path path, RunDisk runDisk) throws IOException {
    var file = new RunFile(path, runDisk);
    try (var disk = new RandomAccessFile(path.toFile(), "rw")) {
      byte[] bytes = new byte[Math.toIntExact(disk.length())];
      disk.readFully(bytes);
      int at = 0;
      for (int n = EventCodec.length(bytes, at, bytes.length);
          n > 0;
          n = EventCodec.length(bytes, at, bytes.length)) {
        file.restore(EventCodec.decode(bytes, at, n), at, n);
        at += n;
      }
      disk.setLength(at);
      disk.getFD().sync();
      file.size = at;
      file.syncedSeq = file.lastSeq;
    }
    return file.run.isEmpty() ? Optional.empty() : Optional.of(file);
  }

  private void restore(Optional<EventCodec.Entry> record, int offset, int length) {
    if (record.isEmpty()) {
      return;
    }
    switch (record.get()) {
      case EventCodec.Name name -> run = name.run();
      case EventCodec.Acknowledged acknowledged -> forget(acknowledged.seq());
      case EventCodec.Happened happened -> note(happened, offset, length);
    }
  }

  /// Appends an event; an important one is on stable storage afterwards, with all before.
  long append(RunEvent.What what, long timeMs) throws IOException {
    var happened = new EventCodec.Happened(lastSeq + 1, timeMs, what);
    long offset = size;
    int length = append(happened);
    note(happened, offset, length);
    if (!(what instanceof RunEvent.Output)) {
      sync();
    }
    return happened.seq();
  }

  private void note(EventCodec.Happened happened, long offset, int length) {
    lastSeq = happened.seq();
    started |= happened.what() instanceof RunEvent.Started;
    if (happened.what().isEnd()) {
      ended = true;
      end = happened;
    }
    unacknowledged.add(new Place(happened.seq(), offset, length));
  }

  void sync() throws IOException {
    if (syncedSeq < lastSeq) {
      disk.sync(path);
      syncedSeq = lastSeq;
    }
  }

  /// The server has an event. If that gets lost in a crash, it is only sent again.
  void acknowledged(long seq) throws IOException {
    if (forget(seq)) {
      append(new EventCodec.Acknowledged(seq));
    }
    if (isDone() && size > SETTLED_BYTES) {
      settle();
    }
  }

  /// Gives back the room of what the server has: only the name, the end and its acknowledgement
  /// stay, so that the run stays known.
  private void settle() throws IOException {
    if (end == null) {
      return;
    }
    byte[] name = EventCodec.encode(new EventCodec.Name(run));
    byte[] last = EventCodec.encode(end);
    byte[] acknowledged = EventCodec.encode(new EventCodec.Acknowledged(end.seq()));
    byte[] whole =
        ByteBuffer.allocate(name.length + last.length + acknowledged.length)
            .put(name)
            .put(last)
            .put(acknowledged)
            .array();
    Path next = path.resolveSibling(path.getFileName() + NEW_SUFFIX);
    try {
      disk.write(next, 0, whole);
      disk.sync(next);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      size = whole.length;
      torn = false;
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private boolean forget(long seq) {
    return unacknowledged.removeIf(place -> place.seq == seq);
  }

  /// The next event that is durable, not acknowledged and not sent in this session.
  Optional<RunEvent> next() throws IOException {
    for (Place place : unacknowledged) {
      if (place.seq > sentSeq && place.seq <= syncedSeq) {
        sentSeq = place.seq;
        return read(place);
      }
    }
    return Optional.empty();
  }

  /// Another session begins: everything that is not acknowledged is sent again.
  void rewind() {
    sentSeq = 0;
  }

  private Optional<RunEvent> read(Place place) throws IOException {
    byte[] bytes = new byte[place.length];
    try (var disk = new RandomAccessFile(path.toFile(), "r")) {
      disk.seek(place.offset);
      disk.readFully(bytes);
    }
    EventCodec.@Nullable Entry record =
        EventCodec.length(bytes, 0, bytes.length) == bytes.length
            ? EventCodec.decode(bytes, 0, bytes.length).orElse(null)
            : null;
    return record instanceof EventCodec.Happened happened
        ? Optional.of(new RunEvent(run, happened.seq(), happened.timeMs(), happened.what()))
        : Optional.empty();
  }

  private int append(EventCodec.Entry record) throws IOException {
    byte[] bytes = EventCodec.encode(record);
    if (torn) {
      cut();
    }
    try {
      disk.write(path, size, bytes);
    } catch (IOException e) {
      torn = true;
      cutQuietly(e);
      throw e;
    }
    size += bytes.length;
    return bytes.length;
  }

  /// Takes away the part of a record that had no room, so that it never stands behind a shorter
  /// one.
  private void cut() throws IOException {
    disk.truncate(path, size);
    torn = false;
  }

  private void cutQuietly(IOException reason) {
    try {
      cut();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  long size() {
    return size;
  }

  Path path() {
    return path;
  }

  String run() {
    return run;
  }

  boolean isStarted() {
    return started;
  }

  boolean isEnded() {
    return ended;
  }

  boolean isDone() {
    return ended && unacknowledged.isEmpty();
  }
}
