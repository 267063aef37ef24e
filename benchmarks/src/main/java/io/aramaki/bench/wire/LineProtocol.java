package io.aramaki.bench.wire;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes samples as lines: `metric,label=value,… value=1.5 1700000000000`, times in milliseconds.
/// Not thread-safe.
public final class LineProtocol implements Body {
  /// Integers beyond this are not exact in a double.
  private static final double WHOLE_MAX = 0x1p53;

  private static final byte[] FIELD = " value=".getBytes(StandardCharsets.US_ASCII);

  private final DataPlan plan;
  private final boolean gzip;
  private final byte[] @Nullable [][] names;
  private final Bytes text = new Bytes();
  private final Bytes packed = new Bytes();

  /// A writer for a plan.
  ///
  /// @param gzip true if bodies are compressed, with zlib's fastest level
  public LineProtocol(DataPlan plan, boolean gzip) {
    this.plan = plan;
    this.gzip = gzip;
    this.names = new byte[plan.hosts()][][];
  }

  @Override
  public void add(HostBlock block) {
    byte[][] series = names(block.host());
    for (int number = 0; number < block.series(); number++) {
      double[] values = block.values(number);
      for (int step = 0; step < values.length; step++) {
        text.bytes(series[number]);
        text.bytes(FIELD);
        text.ascii(number(values[step]));
        text.u8(' ');
        text.ascii(Long.toString(block.times()[step]));
        text.u8('\n');
      }
    }
  }

  @Override
  public Bytes finish() {
    packed.clear();
    if (gzip) {
      gzip();
    } else {
      packed.bytes(text.array(), 0, text.length());
    }
    text.clear();
    return packed;
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE_MAX) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  private void gzip() {
    var buffer = new ByteArrayOutputStream(text.length() / 4);
    try (var out = new FastGzip(buffer)) {
      out.write(text.array(), 0, text.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    packed.bytes(buffer.toByteArray());
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private byte[][] names(int host) {
    byte[][] known = names[host];
    if (known == null) {
      known = new byte[plan.series()][];
      for (int series = 0; series < known.length; series++) {
        known[series] = name(plan.labels(host, series)).getBytes(StandardCharsets.UTF_8);
      }
      names[host] = known;
    }
    return known;
  }

  private static String name(SeriesLabels series) {
    var text = new StringBuilder(series.metric());
    series
        .labels()
        .forEach((name, value) -> text.append(',').append(name).append('=').append(escape(value)));
    return text.toString();
  }

  private static String escape(String value) {
    return value.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
  }
}
