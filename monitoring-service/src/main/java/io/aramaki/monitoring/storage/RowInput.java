package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.sequence.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads what [RowOutput] wrote.
final class RowInput {
  private final ByteBuffer in;

  RowInput(ByteBuffer bytes) {
    in = bytes.duplicate();
  }

  int integer() {
    return in.getInt();
  }

  long number() {
    return in.getLong();
  }

  boolean flag() {
    return in.get() != 0;
  }

  String text() {
    byte[] utf8 = new byte[in.getInt()];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /// Tells whether the writer knew more: a row of before has fewer fields.
  boolean hasMore() {
    return in.hasRemaining();
  }

  <E extends Enum<E>> E word(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  Instant time() {
    long seconds = in.getLong();
    return Instant.ofEpochSecond(seconds, in.getInt());
  }

  Duration span() {
    long seconds = in.getLong();
    return Duration.ofSeconds(seconds, in.getInt());
  }

  Position position() {
    long ordinal = in.getLong();
    long seq = in.getLong();
    return new Position(ordinal, seq, in.getInt());
  }

  List<String> texts() {
    var values = new ArrayList<String>();
    for (int left = in.getInt(); left > 0; left--) {
      values.add(text());
    }
    return values;
  }

  Map<String, String> map() {
    var values = new LinkedHashMap<String, String>();
    for (int left = in.getInt(); left > 0; left--) {
      String key = text();
      values.put(key, text());
    }
    return values;
  }
}
