package io.aramaki.bench.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// What a real host's node exporter told at an interval of ten seconds.
///
/// The file has a line for each series: `metric TAB device TAB counter|gauge TAB decimals TAB first
/// TAB differences`, all values as whole numbers of 10^-decimals.
public final class Recording {
  private static final String RESOURCE = "recording.tsv.gz";
  private static final int FIELDS = 6;

  private static final class Holder {
    private static final Recording BUNDLED = load();
  }

  /// One series of the recording.
  public static final class Column {
    private final String metric;
    private final String device;
    private final boolean counter;
    private final double divisor;
    private final long[] mantissas;
    private final long range;

    private Column(String metric, String device, boolean counter, int decimals, long[] mantissas) {
      this.metric = metric;
      this.device = device;
      this.counter = counter;
      this.divisor = Math.pow(10, decimals);
      this.mantissas = mantissas;
      this.range =
          Arrays.stream(mantissas).max().orElse(0) - Arrays.stream(mantissas).min().orElse(0);
    }

    /// What it is called.
    public String metric() {
      return metric;
    }

    /// What tells it from others of the same metric.
    public String device() {
      return device;
    }

    boolean isCounter() {
      return counter;
    }

    double divisor() {
      return divisor;
    }

    long range() {
      return range;
    }

    long at(int row) {
      return mantissas[row];
    }

    /// How much it grew up to this row; never less than nothing.
    long increase(int row) {
      int to = Math.max(1, row);
      return Math.max(0, mantissas[to] - mantissas[to - 1]);
    }
  }

  private final List<Column> columns;
  private final int rows;

  private Recording(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.rows = columns.getFirst().mantissas.length;
  }

  /// The recording that comes with the benchmarks.
  public static Recording bundled() {
    return Holder.BUNDLED;
  }

  /// How many series it has.
  public int columns() {
    return columns.size();
  }

  /// How many samples each series has.
  public int rows() {
    return rows;
  }

  Column column(int number) {
    return columns.get(number);
  }

  private static Recording load() {
    var columns = new ArrayList<Column>();
    try (var resource = Recording.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is not on the class path");
      }
      var lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        columns.add(column(line));
      }
      return new Recording(columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Column column(String line) throws IOException {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      throw new IOException("a line has %d fields, was \"%s\"".formatted(FIELDS, line));
    }
    String[] differences = fields[5].split(" ", -1);
    var mantissas = new long[differences.length + 1];
    mantissas[0] = Long.parseLong(fields[4]);
    for (int i = 0; i < differences.length; i++) {
      mantissas[i + 1] = mantissas[i] + Long.parseLong(differences[i]);
    }
    boolean counter = fields[2].equals("counter");
    return new Column(fields[0], fields[1], counter, Integer.parseInt(fields[3]), mantissas);
  }
}
