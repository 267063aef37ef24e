package io.aramaki.inventory.storage.row;

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
public final class Columns {
  /// The partition of tables that have only one.
  public static final int BUCKET = 0;

  private Columns() {}

  /// Answers a value that every row has.
  public static <T> T value(Row row, String column, GenericType<T> type) {
    return present(column, row.get(column, type));
  }

  public static Instant instant(Row row, String column) {
    return present(column, row.getInstant(column));
  }

  public static UUID uuid(Row row, String column) {
    return present(column, row.getUuid(column));
  }

  public static byte[] bytes(Row row, String column) {
    return bytes(present(column, row.getByteBuffer(column)));
  }

  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  public static List<String> list(Row row, String column) {
    List<String> list = row.getList(column, String.class);
    return list == null ? List.of() : list;
  }

  public static Optional<Instant> optionalInstant(Row row, String column) {
    return Optional.ofNullable(row.getInstant(column));
  }

  public static String text(Row row, String column) {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  public static Optional<String> optionalText(Row row, String column) {
    return Optional.ofNullable(row.getString(column));
  }

  public static List<SystemId> systems(Row row, String column) {
    return list(row, column).stream().map(SystemId::new).toList();
  }

  public static List<String> texts(List<SystemId> systems) {
    return systems.stream().map(SystemId::value).toList();
  }

  private static <T> T present(String column, @Nullable T value) {
    return Objects.requireNonNull(value, () -> "a row lacks the column " + column);
  }

  public static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }
}
