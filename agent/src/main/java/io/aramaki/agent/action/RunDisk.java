package io.aramaki.agent.action;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The few things that the journal does to its files, so that a test can put a disk in its place
/// that is full.
interface RunDisk {
  /// Writes all bytes at a position.
  ///
  /// @throws IOException if that does not work, for want of room for one; a part may have been
  ///   written
  void write(Path file, long position, byte[] bytes) throws IOException;

  void truncate(Path file, long size) throws IOException;

  void sync(Path file) throws IOException;

  /// The real file system. Files are written through [RandomAccessFile], not through a channel,
  /// because an interrupt of a run's thread would close the channel.
  static RunDisk real() {
    return new RunDisk() {
      @Override
      public void write(Path file, long position, byte[] bytes) throws IOException {
        try (var disk = new RandomAccessFile(file.toFile(), "rw")) {
          disk.seek(position);
          disk.write(bytes);
        }
      }

      @Override
      public void truncate(Path file, long size) throws IOException {
        try (var disk = new RandomAccessFile(file.toFile(), "rw")) {
          disk.setLength(size);
        }
      }

      @Override
      public void sync(Path file) throws IOException {
        try (var disk = new RandomAccessFile(file.toFile(), "rw")) {
          disk.getFD().sync();
        }
      }
    };
  }
}
