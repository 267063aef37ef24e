package io.aramaki.inventory.domain.run.output;

import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.run.agent.RunEvent;
import io.aramaki.inventory.domain.run.output.RunOutputStore.Chunk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a run printed: the first [#HEAD] and the last [#TAIL] bytes are kept.
public final class RunOutput {
  public static final int HEAD = 64 * 1024;
  public static final int TAIL = 64 * 1024;

  /// Stands where bytes are left out.
  public static final byte[] DOTS = "\n…\n".getBytes(StandardCharsets.UTF_8);

  private static final int CHUNKS_MAX = 4096;

  /// What is in the middle is forgotten in steps, since each step leaves a marker behind.
  private static final long FORGET_STEP = 64 * 1024;

  private final RunOutputStore store;

  public RunOutput(RunOutputStore store) {
    this.store = store;
  }

  /// Keeps some bytes, and forgets what is in the middle by now.
  public void append(RunId run, Chunk chunk) {
    store.append(run, chunk);
    long forgetTo = chunk.end() - TAIL - RunEvent.Output.DATA_LENGTH_MAX;
    boolean step = chunk.offset() / FORGET_STEP != chunk.end() / FORGET_STEP;
    if (forgetTo > HEAD && step) {
      store.forget(run, HEAD, forgetTo);
    }
  }

  /// Answers chunks for a reader that has seen everything before an offset.
  public List<Chunk> after(RunId run, long offset, int limit) {
    return store.read(run, offset, limit);
  }

  /// Answers what is kept of an output.
  ///
  /// @param length the whole length of the output
  public byte[] read(RunId run, long length) {
    return join(store.read(run, 0, CHUNKS_MAX), length);
  }

  /// Joins chunks; dots stand for what is missing between head and tail.
  static byte[] join(List<Chunk> chunks, long length) {
    var out = new ByteArrayOutputStream();
    long tailStart = Math.max(HEAD, length - TAIL);
    long end = 0;
    for (Chunk chunk : chunks) {
      end = write(out, chunk, 0, HEAD, end);
      end = write(out, chunk, tailStart, length, end);
    }
    if (end < length) {
      out.writeBytes(DOTS);
    }
    return out.toByteArray();
  }

  /// Writes the part of a chunk that lies in `[from, to)`; answers where the output ends now.
  private static long write(ByteArrayOutputStream out, Chunk chunk, long from, long to, long end) {
    long first = Math.max(Math.max(chunk.offset(), from), end);
    long last = Math.min(chunk.end(), to);
    if (first >= last) {
      return end;
    }
    if (first > end) {
      out.writeBytes(DOTS);
    }
    int start = (int) (first - chunk.offset());
    out.writeBytes(chunk.data().slice(start, start + (int) (last - first)).toArray());
    return last;
  }
}
