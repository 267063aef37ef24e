package io.aramaki.bench.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a plan's data: what two people compare to know that they fed the same.
public final class DataDigest {
  private static final int STEPS_PER_BLOCK = 20;

  private DataDigest() {}

  /// For each host and series: its labels as text, then for each step the milliseconds since the
  /// begin and the value's bits, big-endian.
  ///
  /// @param steps how many of each series; a multiple of 20 is taken, the next higher one
  public static String sha256(DataPlan plan, int steps) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    var block = new HostBlock(plan.series(), STEPS_PER_BLOCK);
    var bytes = ByteBuffer.allocate(STEPS_PER_BLOCK * 2 * Long.BYTES);
    for (int host = 0; host < plan.hosts(); host++) {
      HostData data = plan.host(host);
      for (int series = 0; series < plan.series(); series++) {
        digest.update(plan.labels(host, series).toString().getBytes(StandardCharsets.UTF_8));
      }
      while (data.steps() < steps) {
        data.next(block);
        for (int series = 0; series < plan.series(); series++) {
          bytes.clear();
          for (int i = 0; i < STEPS_PER_BLOCK; i++) {
            bytes.putLong(block.times()[i] - plan.startMs());
            bytes.putLong(Double.doubleToRawLongBits(block.values(series)[i]));
          }
          digest.update(bytes.flip());
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
