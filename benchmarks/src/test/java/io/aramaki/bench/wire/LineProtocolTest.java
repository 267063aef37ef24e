package io.aramaki.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.aramaki.bench.data.DataPlan;
import io.aramaki.bench.data.DataSet;
import io.aramaki.bench.data.HostBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LineProtocolTest {
  private final DataPlan plan = new DataPlan(DataSet.RECIPE, 3, 2, 5, 1_700_000_000_000L);
  private final HostBlock block = new HostBlock(5, 2);

  private static String text(Bytes body) {
    return new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
  }

  @Test
  void finish_ofABlock_hasALineForEachSample() {
    // Given
    var lines = new LineProtocol(plan, false);
    plan.host(1).next(block);

    // When
    lines.add(block);
    String[] written = text(lines.finish()).split("\n", -1);

    // Then
    assertThat(written).hasSize(11);
    assertThat(written[5])
        .matches(
            "bench_metric_002,device=dev2,host=host-00001,job=bench,zone=zone1 value=[0-9.]+ 1700000010000");
    double value = Double.parseDouble(written[5].replaceAll(".*value=| .*", ""));
    assertThat(value).isEqualTo(block.values(2)[1]);
  }

  @Test
  void finish_withGzip_isTheSameText() throws IOException {
    // Given
    var plain = new LineProtocol(plan, false);
    var packed = new LineProtocol(plan, true);
    plan.host(0).next(block);
    plain.add(block);
    packed.add(block);

    // When
    Bytes body = packed.finish();

    // Then
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body.array(), 0, body.length()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(text(plain.finish()));
    }
  }
}
