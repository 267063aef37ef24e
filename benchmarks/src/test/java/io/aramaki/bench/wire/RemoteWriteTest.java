package io.aramaki.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RemoteWriteTest {
  private record Sample(long time, double value) {}

  private record TimeSeries(List<String> labels, List<Sample> samples) {}

  private final DataPlan plan = new DataPlan(DataSet.RANDOM, 3, 4, 25, 1_700_000_000_000L);
  private final RemoteWrite writer = new RemoteWrite(plan);
  private final HostBlock block = new HostBlock(25, 7);

  /// Reads a `WriteRequest` by the field numbers of its proto.
  private static List<TimeSeries> read(Bytes body) throws IOException {
    byte[] message = SnappyBlockTest.decompress(Arrays.copyOf(body.array(), body.length()));
    var request = CodedInputStream.newInstance(message);
    var all = new ArrayList<TimeSeries>();
    while (!request.isAtEnd()) {
      assertThat(request.readTag() >>> 3).isEqualTo(1);
      var series = request.readBytes().newCodedInput();
      var labels = new ArrayList<String>();
      var samples = new ArrayList<Sample>();
      while (!series.isAtEnd()) {
        int field = series.readTag() >>> 3;
        var part = series.readBytes().newCodedInput();
        part.readTag();
        if (field == 1) {
          String name = part.readString();
          part.readTag();
          labels.add(name + "=" + part.readString());
        } else {
          double value = part.readDouble();
          part.readTag();
          samples.add(new Sample(part.readInt64(), value));
        }
        assertThat(part.isAtEnd()).isTrue();
      }
      all.add(new TimeSeries(labels, samples));
    }
    return all;
  }

  @Test
  void finish_ofABlock_isReadByFieldNumbers() throws IOException {
    // Given
    plan.host(2).next(block);

    // When
    writer.add(block);
    List<TimeSeries> read = read(writer.finish());

    // Then
    assertThat(read).hasSize(25);
    for (int series = 0; series < 25; series++) {
      var labels = new TreeMap<>(plan.labels(2, series).labels());
      labels.put("__name__", plan.labels(2, series).metric());
      assertThat(read.get(series).labels())
          .containsExactlyElementsOf(
              labels.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
      for (int step = 0; step < 7; step++) {
        assertThat(read.get(series).samples().get(step))
            .isEqualTo(new Sample(block.times()[step], block.values(series)[step]));
      }
    }
  }

  @Test
  void finish_ofTwoBlocks_hasBoth() throws IOException {
    // Given
    plan.host(0).next(block);
    writer.add(block);
    plan.host(3).next(block);
    writer.add(block);

    // When
    List<TimeSeries> read = read(writer.finish());

    // Then
    assertThat(read).hasSize(50);
    assertThat(read.get(49).labels()).contains("host=host-00003");
  }

  @Test
  void finish_again_beginsAnew() throws IOException {
    // Given
    plan.host(0).next(block);
    writer.add(block);
    writer.finish();

    // Then
    assertThat(read(writer.finish())).isEmpty();
  }
}
