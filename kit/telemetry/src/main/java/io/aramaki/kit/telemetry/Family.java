package io.aramaki.kit.telemetry;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One metric with all its combinations of label values.
record Family<C extends Cell>(
    String kind,
    String name,
    String help,
    List<String> labels,
    Maker<C> maker,
    Map<List<String>, C> cells) {
  private static final String OTHER = "other";

  /// Makes an empty cell.
  @FunctionalInterface
  interface Maker<C> {
    C make();
  }

  Family(String kind, String name, String help, List<String> labels, Maker<C> maker) {
    this(kind, name, help, labels, maker, new ConcurrentHashMap<>());
  }

  C cell(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          name + " has the labels " + labels + ", given were " + values.length + " values");
    }
    List<String> key = List.of(values);
    C cell = cells.get(key);
    if (cell != null) {
      return cell;
    }
    boolean full = cells.size() >= Metrics.SERIES_MAX && !key.isEmpty();
    return cells.computeIfAbsent(
        full ? Collections.nCopies(labels.size(), OTHER) : key, _ -> maker.make());
  }

  void write(StringBuilder out) {
    if (cells.isEmpty()) {
      return;
    }
    out.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
    cells.entrySet().stream()
        .map(entry -> Map.entry(text(entry.getKey()), entry.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entry.getValue().write(out, name, entry.getKey()));
  }

  private String text(List<String> values) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> labels.get(i) + "=\"" + escaped(values.get(i)).replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(","));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
