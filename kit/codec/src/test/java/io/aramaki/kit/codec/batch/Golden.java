package io.aramaki.kit.codec.batch;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Contents that were written once.
final class Golden {
  /// The example of `docs/wire/batch.md`.
  static final String HEX =
      "00026869004e0a126f7267732f6f2f73797374656d732f776562056c6f61643100096469736b5f6672656505"
          + "62797465730364657602c3bc056d6f756e74012f027570030001020000030402050607080009020002020001"
          + "01d00fa09c0101020132320000000000000000b040010104010090c802029601";

  private Golden() {}

  /// Contents of different shapes, from which others are made by damage.
  static List<byte[]> contents() {
    var contents = new ArrayList<byte[]>();
    contents.add(HexFormat.of().parseHex(HEX));
    var random = new Random(3);
    contents.add(deflated());
    for (int series = 1; series <= 30; series += 7) {
      for (int count = 1; count <= 40; count += 13) {
        contents.add(content(random, series, count));
      }
    }
    return contents;
  }

  /// Names that repeat themselves.
  private static byte[] deflated() {
    var names = new ArrayList<SeriesName>();
    for (int i = 0; i < 50; i++) {
      names.add(
          SeriesName.of(
              "orgs/o/systems/web", "network_bytes_" + i, Map.of("device", "eth" + i), "bytes"));
    }
    return new BatchWriter(0, 0, names).content();
  }

  private static byte[] content(Random random, int series, int count) {
    var writer = new BatchWriter(5, series, List.of());
    var times = new long[count];
    var values = new double[count];
    for (int i = 0; i < series; i++) {
      for (int j = 0; j < count; j++) {
        times[j] = 1_790_000_000_000L + j * 10_000L + (i % 3 == 0 ? random.nextInt(5) : 0);
        values[j] =
            switch (i % 4) {
              case 0 -> random.nextInt(10_000) / 100.0;
              case 1 -> random.nextDouble();
              case 2 -> 1e6 + j;
              default -> j < count / 2 ? 0 : Double.NaN;
            };
      }
      writer.add(i, times, values, count);
    }
    writer.beside(new byte[random.nextInt(20)]);
    return writer.content();
  }
}
