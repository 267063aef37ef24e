package io.aramaki.inventory.storage;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.inventory.domain.SystemId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads and writes column types that several tables share.
final class Columns {
  /// The partition of tables that have only one.
  static final int BUCKET = 0;

  private Columns() {}

  /// Answers a value that every row has.
  static <T> T value(Row row, String column, GenericType<T> type) {
    return present(column, row.get(column, type));
  }

  static Instant instant(Row row, String column) {
    return present(column, row.getInstant(column));
  }

  static UUID uuid(Row row, String column) {
    return present(column, row.getUuid(column));
  }

  static byte[] bytes(Row row, String column) {
    return bytes(present(column, row.getByteBuffer(column)));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  static List<String> list(Row row, String column) {
    List<String> list = row.getList(column, String.class);
    return list == null ? List.of() : list;
  }

  static Optional<Instant> optionalInstant(Row row, String column) {
    return Optional.ofNullable(row.getInstant(column));
  }

  static String text(Row row, String column) {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  static Optional<String> optionalText(Row row, String column) {
    return Optional.ofNullable(row.getString(column));
  }

  static List<SystemId> systems(Row row, String column) {
    return list(row, column).stream().map(SystemId::new).toList();
  }

  static List<String> texts(List<SystemId> systems) {
    return systems.stream().map(SystemId::value).toList();
  }

  private static <T> T present(String column, @Nullable T value) {
    return Objects.requireNonNull(value, () -> "a row lacks the column " + column);
  }

  static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }
}
