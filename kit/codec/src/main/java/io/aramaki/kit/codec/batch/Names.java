package io.aramaki.kit.codec.batch;

import io.aramaki.kit.codec.bytes.ByteInput;
import io.aramaki.kit.codec.bytes.ByteOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The names of series, each text once.
///
/// ```
/// varint texts, each: varint length in bytes, UTF-8
/// varint series, each: varint system, varint metric, varint unit, varint labels,
///   each label: varint name, varint value; all of them places in the list of texts
/// ```
final class Names {
  static final int SERIES_MAX = 100_000;
  static final int TEXTS_MAX = 400_000;
  static final int TEXT_BYTES_MAX = 4_096;
  static final int LABELS_MAX = 64;

  /// The most labels of all series of a batch together.
  static final int LABELS_TOGETHER_MAX = 400_000;

  private Names() {}

  /// @throws IllegalArgumentException if they are more than a batch may have
  static void write(ByteOutput out, List<SeriesName> series) {
    int labels = 0;
    for (var name : series) {
      labels += name.labels().size();
      require(name.labels().size() <= LABELS_MAX, "labels of a series", LABELS_MAX);
    }
    require(labels <= LABELS_TOGETHER_MAX, "labels", LABELS_TOGETHER_MAX);
    require(series.size() <= SERIES_MAX, "series", SERIES_MAX);
    var places = new LinkedHashMap<String, Integer>();
    var body = new ByteOutput();
    body.varint(series.size());
    for (var name : series) {
      body.varint(place(places, name.system()));
      body.varint(place(places, name.metric()));
      body.varint(place(places, name.unit()));
      body.varint(name.labels().size());
      for (Map.Entry<String, String> label : name.labels().entrySet()) {
        body.varint(place(places, label.getKey()));
        body.varint(place(places, label.getValue()));
      }
    }
    require(places.size() <= TEXTS_MAX, "texts", TEXTS_MAX);
    out.varint(places.size());
    places.keySet().forEach(text -> out.text(text, TEXT_BYTES_MAX));
    out.append(body);
  }

  private static void require(boolean holds, String what, int max) {
    if (!holds) {
      throw new IllegalArgumentException("a batch names at most %d %s".formatted(max, what));
    }
  }

  private static int place(Map<String, Integer> places, String text) {
    return places.computeIfAbsent(text, _ -> places.size());
  }

  static List<SeriesName> read(ByteInput in) {
    int textCount = in.count(Math.min(TEXTS_MAX, in.remaining()), "texts");
    var texts = new ArrayList<String>(textCount);
    for (int i = 0; i < textCount; i++) {
      texts.add(in.text(TEXT_BYTES_MAX));
    }
    int seriesCount = in.count(Math.min(SERIES_MAX, in.remaining()), "series");
    var series = new ArrayList<SeriesName>(seriesCount);
    int labels = 0;
    for (int i = 0; i < seriesCount; i++) {
      var name = readOne(in, texts);
      series.add(name);
      labels += name.labels().size();
      if (labels > LABELS_TOGETHER_MAX) {
        throw in.wrong("at most %d labels are taken".formatted(LABELS_TOGETHER_MAX));
      }
    }
    return series;
  }

  private static SeriesName readOne(ByteInput in, List<String> texts) {
    String system = text(in, texts);
    String metric = text(in, texts);
    String unit = text(in, texts);
    int labelCount = in.count(LABELS_MAX, "labels");
    var labels = new TreeMap<String, String>();
    String before = "";
    for (int i = 0; i < labelCount; i++) {
      String name = text(in, texts);
      if (i > 0 && name.compareTo(before) <= 0) {
        throw in.wrong("label \"%s\" stands behind \"%s\"".formatted(name, before));
      }
      labels.put(name, text(in, texts));
      before = name;
    }
    return new SeriesName(system, metric, labels, unit);
  }

  private static String text(ByteInput in, List<String> texts) {
    int place = in.count(Integer.MAX_VALUE, "texts");
    if (place >= texts.size()) {
      throw in.wrong("text %d of %d is named".formatted(place, texts.size()));
    }
    return texts.get(place);
  }
}
