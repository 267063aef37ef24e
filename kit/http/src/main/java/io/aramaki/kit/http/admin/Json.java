package io.aramaki.kit.http.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON: maps, collections, numbers, truth values, and everything else as its text. A
/// duration is a number of seconds.
final class Json {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final char CONTROL_MAX = 0x20;

  private Json() {}

  static String text(Object value) {
    var out = new StringBuilder();
    write(out, value);
    return out.append('\n').toString();
  }

  private static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> object(out, map);
      case Collection<?> list -> array(out, list);
      case Double d when !Double.isFinite(d) -> out.append("null");
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Duration duration -> out.append(duration.toNanos() / NANOS_PER_SECOND);
      default -> string(out, value.toString());
    }
  }

  private static void object(StringBuilder out, Map<?, ?> map) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(out, String.valueOf(entry.getKey()));
      out.append(':');
      write(out, entry.getValue());
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void array(StringBuilder out, Collection<?> list) {
    String separator = "[";
    for (Object element : list) {
      out.append(separator);
      write(out, element);
      separator = ",";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c < CONTROL_MAX ? "\\u%04x".formatted((int) c) : c);
      }
    }
    out.append('"');
  }
}
