package io.aramaki.agent.action;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A real disk that is full from a chosen write on: half of what is written there still fits.
final class FullDisk implements RunDisk {
  private final RunDisk real = RunDisk.real();

  /// After so many writes every further one fails; -1 means never.
  private int writesLeft = -1;

  private boolean syncFails;

  synchronized void fullAfter(int writes) {
    writesLeft = writes;
  }

  synchronized void syncFails(boolean fails) {
    syncFails = fails;
  }

  synchronized void makeRoom() {
    writesLeft = -1;
    syncFails = false;
  }

  @Override
  public synchronized void write(Path file, long position, byte[] bytes) throws IOException {
    if (writesLeft == 0) {
      real.write(file, position, Arrays.copyOf(bytes, bytes.length / 2));
      throw new IOException("No space left on device");
    }
    writesLeft = Math.max(-1, writesLeft - 1);
    real.write(file, position, bytes);
  }

  @Override
  public void truncate(Path file, long size) throws IOException {
    real.truncate(file, size);
  }

  @Override
  public synchronized void sync(Path file) throws IOException {
    if (syncFails) {
      throw new IOException("Disk quota exceeded");
    }
    real.sync(file);
  }
}
