package io.aramaki.agent.spool.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file of zeros that is given back to a disk without room, so that check results and the alarm
/// that the disk is full still find a place.
public final class Reserve {
  public static final String NAME = "reserve";
  private static final Logger log = LoggerFactory.getLogger(Reserve.class);
  private static final int CHUNK_BYTES = 256 * 1024;

  private final SpoolDisk disk;
  private final long bytes;
  private boolean held;

  public Reserve(SpoolDisk disk, long bytes) {
    this.disk = disk;
    this.bytes = bytes;
  }

  /// True while the disk is known to have no room.
  public boolean isReleased() {
    return !held && bytes > 0;
  }

  /// Writes the file unless it is there; afterwards [#isReleased] says whether there was room.
  public void take() throws IOException {
    if (held || bytes == 0) {
      return;
    }
    if (disk.list().contains(NAME) && disk.size(NAME) == bytes) {
      held = true;
      return;
    }
    // As much again must stay free, or the next batch would ask for the reserve at once.
    if (disk.usableBytes() < 2 * bytes) {
      return;
    }
    try (SpoolDisk.OpenFile file = disk.open(NAME)) {
      for (long at = 0; at < bytes; at += CHUNK_BYTES) {
        file.write(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - at)), at);
      }
      file.sync();
      held = true;
      log.atInfo().addKeyValue("bytes", bytes).log("disk reserve taken");
    } catch (SpaceExhausted _) {
      disk.delete(NAME);
    }
  }

  /// Gives the file back.
  ///
  /// @return true if there was one
  public boolean release() throws IOException {
    boolean released = held;
    held = false;
    disk.delete(NAME);
    if (released) {
      log.atError()
          .addKeyValue("disk", disk)
          .log("disk full: metrics are dropped, check results go on in the reserve; make room");
    }
    return released;
  }
}
