package io.aramaki.monitoring.domain.series;

import io.aramaki.kit.codec.batch.BatchContent;
import io.aramaki.kit.codec.batch.BatchWriter;
import io.aramaki.kit.codec.batch.SeriesName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A list of series, named by its own content: who needs the same list writes the same row, and
/// nobody has to agree on numbers.
///
/// @param id the first 16 bytes of SHA-256 over its bytes, in hexadecimal digits
/// @param series the series, in the order of their numbers
public record SeriesSet(String id, List<SeriesName> series) {
  private static final int ID_BYTES = 16;

  public SeriesSet {
    series = List.copyOf(series);
  }

  /// The set of a list.
  public static SeriesSet of(List<SeriesName> series) {
    return new SeriesSet(id(bytes(series)), series);
  }

  /// Reads what [#bytes] made.
  ///
  /// @throws io.aramaki.kit.codec.bytes.Malformed if the bytes are no set
  public static SeriesSet read(byte[] bytes) {
    return new SeriesSet(id(bytes), BatchContent.open(bytes).own());
  }

  /// As it is stored: a batch content that names series and has no samples.
  public byte[] bytes() {
    return bytes(series);
  }

  private static byte[] bytes(List<SeriesName> series) {
    return new BatchWriter(0, 0, series).content();
  }

  private static String id(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
