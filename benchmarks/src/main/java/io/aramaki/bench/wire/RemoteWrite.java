package io.aramaki.bench.wire;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.HostBlock;
import io.aramaki.bench.data.SeriesLabels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes the body of a remote_write 1.0 request: a `WriteRequest` with a `TimeSeries` for each
/// series of a host, each with all its labels, compressed with Snappy. Not thread-safe.
public final class RemoteWrite implements Body {
  /// As many samples as a real Prometheus puts into a request.
  public static final int SAMPLES_PER_REQUEST = 2_000;

  /// What a real Prometheus sends with each request.
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/x-protobuf",
          "Content-Encoding", "snappy",
          "User-Agent", "aramaki-bench",
          "X-Prometheus-Remote-Write-Version", "0.1.0");

  private static final int TAG_TIMESERIES = 0x0a;
  private static final int TAG_LABEL = 0x0a;
  private static final int TAG_NAME = 0x0a;
  private static final int TAG_VALUE = 0x12;
  private static final int TAG_SAMPLE = 0x12;
  private static final int TAG_DOUBLE = 0x09;
  private static final int TAG_TIME = 0x10;

  /// A double with its tag, and the tag of the time.
  private static final int SAMPLE_FIXED_BYTES = 10;

  private final DataPlan plan;
  private final byte[] @Nullable [][] labels;
  private final Bytes message = new Bytes();
  private final Bytes packed = new Bytes();
  private final SnappyBlock snappy = new SnappyBlock();

  public RemoteWrite(DataPlan plan) {
    this.plan = plan;
    this.labels = new byte[plan.hosts()][][];
  }

  @Override
  public void add(HostBlock block) {
    byte[][] names = names(block.host());
    int sampleBytes = 0;
    for (long time : block.times()) {
      int size = SAMPLE_FIXED_BYTES + Bytes.varintBytes(time);
      sampleBytes += 1 + Bytes.varintBytes(size) + size;
    }
    for (int series = 0; series < block.series(); series++) {
      message.u8(TAG_TIMESERIES);
      message.varint(names[series].length + (long) sampleBytes);
      message.bytes(names[series]);
      samples(block.times(), block.values(series));
    }
  }

  @Override
  public Bytes finish() {
    packed.clear();
    snappy.compress(message.array(), message.length(), packed);
    message.clear();
    return packed;
  }

  private void samples(long[] times, double[] values) {
    for (int i = 0; i < times.length; i++) {
      message.u8(TAG_SAMPLE);
      message.varint(SAMPLE_FIXED_BYTES + Bytes.varintBytes(times[i]));
      message.u8(TAG_DOUBLE);
      message.fixed64(Double.doubleToRawLongBits(values[i]));
      message.u8(TAG_TIME);
      message.varint(times[i]);
    }
  }

  private byte[][] names(int host) {
    byte[][] known = labels[host];
    if (known == null) {
      known = new byte[plan.series()][];
      for (int series = 0; series < known.length; series++) {
        known[series] = encode(plan.labels(host, series));
      }
      labels[host] = known;
    }
    return known;
  }

  private static byte[] encode(SeriesLabels series) {
    var sorted = new TreeMap<>(series.labels());
    sorted.put("__name__", series.metric());
    var out = new Bytes();
    for (Map.Entry<String, String> label : sorted.entrySet()) {
      byte[] name = label.getKey().getBytes(StandardCharsets.UTF_8);
      byte[] value = label.getValue().getBytes(StandardCharsets.UTF_8);
      int size =
          1
              + Bytes.varintBytes(name.length)
              + name.length
              + 1
              + Bytes.varintBytes(value.length)
              + value.length;
      out.u8(TAG_LABEL);
      out.varint(size);
      out.u8(TAG_NAME);
      out.varint(name.length);
      out.bytes(name);
      out.u8(TAG_VALUE);
      out.varint(value.length);
      out.bytes(value);
    }
    return Arrays.copyOf(out.array(), out.length());
  }
}
