package io.aramaki.agent.spool.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The few things that the spool does with a directory, so that a test can put a disk in its place
/// that loses, tears and flips.
///
/// Nothing is durable before [OpenFile#sync] for contents and [#syncDirectory] for names.
public interface SpoolDisk {
  /// The names of the files in the directory, in no order.
  List<String> list() throws IOException;

  long size(String name) throws IOException;

  /// Reads from a position until the buffer is full or the file ends.
  ///
  /// @return how many bytes were read
  int read(String name, long position, ByteBuffer into) throws IOException;

  /// Opens a file for writing and creates it if there is none.
  OpenFile open(String name) throws IOException;

  /// Puts a file in the place of another one in one step.
  void rename(String from, String to) throws IOException;

  /// Deletes a file; nothing happens if there is none.
  void delete(String name) throws IOException;

  void syncDirectory() throws IOException;

  /// Keeps the file as it is now in the quarantine directory, for people.
  void setAside(String name) throws IOException;

  /// How many bytes may still be written, as far as the disk says.
  long usableBytes() throws IOException;

  /// A file that is written.
  interface OpenFile extends AutoCloseable {
    /// Writes all of the buffer.
    ///
    /// @throws SpaceExhausted if there is no room; a part may have been written
    void write(ByteBuffer bytes, long position) throws IOException;

    void truncate(long size) throws IOException;

    void sync() throws IOException;

    @Override
    void close() throws IOException;
  }
}
