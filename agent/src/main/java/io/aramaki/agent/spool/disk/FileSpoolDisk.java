package io.aramaki.agent.spool.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A directory of the real file system.
///
/// Files are written through [RandomAccessFile], not through a channel, because an interrupt of a
/// thread would close the channel under everybody else.
public final class FileSpoolDisk implements SpoolDisk {
  private static final String QUARANTINE = "quarantine";

  /// How many files the quarantine keeps; the oldest go first.
  private static final int QUARANTINE_FILES_MAX = 32;

  /// Less room than this after a failed write means that the failure was for want of room, whatever
  /// language its message is in.
  private static final long NO_ROOM_BYTES = 256 * 1024;

  private final Path directory;

  private FileSpoolDisk(Path directory) {
    this.directory = directory;
  }

  public static FileSpoolDisk open(Path directory) throws IOException {
    Files.createDirectories(directory.resolve(QUARANTINE));
    return new FileSpoolDisk(directory);
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  @Override
  public int read(String name, long position, ByteBuffer into) throws IOException {
    try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "r")) {
      file.seek(position);
      int total = 0;
      while (into.hasRemaining()) {
        int n = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
        if (n < 0) {
          break;
        }
        into.position(into.position() + n);
        total += n;
      }
      return total;
    }
  }

  @Override
  public OpenFile open(String name) throws IOException {
    try {
      return new RealFile(new RandomAccessFile(directory.resolve(name).toFile(), "rw"));
    } catch (IOException e) {
      throw translate(e);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    try {
      Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw translate(e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void syncDirectory() throws IOException {
    boolean interrupted = Thread.interrupted();
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void setAside(String name) throws IOException {
    Path quarantine = directory.resolve(QUARANTINE);
    try {
      Files.createLink(quarantine.resolve(name), directory.resolve(name));
    } catch (FileAlreadyExistsException _) {
      return;
    }
    try (Stream<Path> files = Files.list(quarantine)) {
      List<Path> oldestFirst =
          files.sorted(Comparator.comparingLong(file -> file.toFile().lastModified())).toList();
      for (int i = 0; i < oldestFirst.size() - QUARANTINE_FILES_MAX; i++) {
        Files.deleteIfExists(oldestFirst.get(i));
      }
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private IOException translate(IOException e) {
    if (e instanceof SpaceExhausted) {
      return e;
    }
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean noRoom =
        message.contains("no space left")
            || message.contains("quota exceeded")
            || directory.toFile().getUsableSpace() < NO_ROOM_BYTES;
    return noRoom ? new SpaceExhausted("no room left for " + directory, e) : e;
  }

  private final class RealFile implements OpenFile {
    private final RandomAccessFile file;

    RealFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      try {
        file.seek(position);
        file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
      } catch (IOException e) {
        throw translate(e);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
