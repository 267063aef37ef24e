package io.aramaki.monitoring.storage;

import io.aramaki.monitoring.domain.sequence.Position;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Writes a record as bytes: fields in a fixed order. A newer version of us only adds fields at the
/// end, and a reader ignores what it does not know, so old and new instances share their rows.
final class RowOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  byte[] bytes() {
    return bytes.toByteArray();
  }

  RowOutput integer(int value) {
    return written(() -> out.writeInt(value));
  }

  RowOutput number(long value) {
    return written(() -> out.writeLong(value));
  }

  RowOutput flag(boolean value) {
    return written(() -> out.writeBoolean(value));
  }

  RowOutput text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return written(() -> {
      out.writeInt(utf8.length);
      out.write(utf8);
    });
  }

  RowOutput word(Enum<?> value) {
    return text(value.name());
  }

  RowOutput time(Instant value) {
    return number(value.getEpochSecond()).integer(value.getNano());
  }

  RowOutput span(Duration value) {
    return number(value.getSeconds()).integer(value.getNano());
  }

  RowOutput position(Position value) {
    return number(value.ordinal()).number(value.seq()).integer(value.index());
  }

  RowOutput texts(Collection<String> values) {
    integer(values.size());
    values.forEach(this::text);
    return this;
  }

  RowOutput map(Map<String, String> values) {
    integer(values.size());
    new TreeMap<>(values).forEach((key, value) -> text(key).text(value));
    return this;
  }

  private interface Step {
    void run() throws IOException;
  }

  private RowOutput written(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
