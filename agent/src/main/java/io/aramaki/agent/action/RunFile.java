package io.aramaki.agent.action;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The journal of one run, as a file to which records are only ever appended. Not thread-safe: the
/// [RunJournal] guards it.
final class RunFile {
  /// Where an event lies that the server does not have yet.
  private record Place(long seq, long offset, int length) {}

  private final Path path;
  private final Deque<Place> unacknowledged = new ArrayDeque<>();
  private String run = "";
  private long lastSeq;
  private long syncedSeq;
  private long sentSeq;
  private long size;
  private boolean started;
  private boolean ended;

  private RunFile(Path path) {
    this.path = path;
  }

  static RunFile create(Path path, String run) throws IOException {
    var file = new RunFile(path);
    file.run = run;
    file.append(new EventCodec.Name(run));
    return file;
  }

  /// Reads a file that an earlier process left, and cuts a torn record off its end. Empty if not
  /// even the run's name is whole, in which case nothing was executed.
  static Optional<RunFile> open(Path path) throws IOException {
    var file = new RunFile(path);
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
    ended |= happened.what().isEnd();
    unacknowledged.add(new Place(happened.seq(), offset, length));
  }

  void sync() throws IOException {
    if (syncedSeq < lastSeq) {
      try (var disk = new RandomAccessFile(path.toFile(), "rw")) {
        disk.getFD().sync();
      }
      syncedSeq = lastSeq;
    }
  }

  /// The server has an event. If that gets lost in a crash, it is only sent again.
  void acknowledged(long seq) throws IOException {
    if (forget(seq)) {
      append(new EventCodec.Acknowledged(seq));
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
    try (var disk = new RandomAccessFile(path.toFile(), "rw")) {
      disk.seek(size);
      disk.write(bytes);
    }
    size += bytes.length;
    return bytes.length;
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
