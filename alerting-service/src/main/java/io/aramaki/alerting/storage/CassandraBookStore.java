package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.kit.cassandra.shard.ShardRow;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.cassandra.shard.ShardWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// The book as rows of one shard, under one epoch of its ownership.
public final class CassandraBookStore implements BookStore {
  /// How long an alert that is over, and a suppression that ended, can be looked up.
  static final Duration PAST = Duration.ofDays(30);

  /// How long the history of an alert is kept after each entry.
  static final Duration HISTORY = Duration.ofDays(90);

  /// How long it can be seen who was notified.
  static final Duration NOTIFICATIONS = Duration.ofDays(7);

  /// How long a note waits for the timeline before it is given up.
  static final Duration NOTES = Duration.ofDays(7);

  /// The most notifications that are listed.
  static final int RECENT_MAX = 1_000;

  private static final String ALERT = "alert";
  private static final String HISTORY_KIND = "history";
  private static final String GROUP = "group";
  private static final String SUPPRESSION = "suppression";
  private static final String CURSOR = "cursor";
  private static final String NOTIFICATION = "notification";
  private static final String NOTE = "note";

  private final ShardTable table;
  private final int shard;
  private final long epoch;

  public CassandraBookStore(ShardTable table, int shard, long epoch) {
    this.table = table;
    this.shard = shard;
    this.epoch = epoch;
  }

  @Override
  public Loaded load() {
    var book = new Book();
    each(ALERT, row -> book.put(AlertJson.read(json(row))));
    each(GROUP, row -> book.put(GroupJson.read(json(row))));
    each(SUPPRESSION, row -> book.put(SuppressionJson.read(json(row))));
    each(CURSOR, row -> book.putCursor(Integer.parseInt(row.key()), Long.parseLong(text(row))));
    var notes =
        table
            .readAll(shard, NOTE)
            .map(row -> new Noted(row.seq(), NoteJson.read(json(row))))
            .toList();
    var recent =
        table
            .readAll(shard, NOTIFICATION)
            .map(row -> GroupJson.readNotification(json(row)))
            .sorted(Comparator.comparing(Notification::create).reversed())
            .limit(RECENT_MAX)
            .toList();
    return new Loaded(book, notes, recent);
  }

  @Override
  public boolean write(Edit edit, List<Noted> notes) {
    var write = ShardWrite.builder();
    edit.alerts().values().forEach(alert -> put(write, alert));
    edit.transitions()
        .forEach(entry ->
            write.put(
                HISTORY_KIND,
                entry.alertId(),
                entry.seq(),
                Json.bytes(AlertJson.write(entry)),
                HISTORY));
    edit.groups()
        .forEach((key, group) ->
            group.ifPresentOrElse(
                value -> write.put(GROUP, key, 0, Json.bytes(GroupJson.write(value))),
                () -> write.delete(GROUP, key, 0)));
    edit.suppressions()
        .values()
        .forEach(suppression -> {
          var ttl = Duration.between(suppression.create(), suppression.expire()).plus(PAST);
          write.put(
              SUPPRESSION,
              suppression.id(),
              0,
              Json.bytes(SuppressionJson.write(suppression)),
              ttl);
        });
    edit.cursors()
        .forEach((number, seq) -> write.put(CURSOR, number.toString(), 0, bytes(seq.toString())));
    edit.notifications()
        .forEach(message ->
            write.put(
                NOTIFICATION,
                message.key(),
                0,
                Json.bytes(GroupJson.write(message)),
                NOTIFICATIONS));
    notes.forEach(
        noted -> write.put(NOTE, "", noted.seq(), Json.bytes(NoteJson.write(noted.note())), NOTES));
    return table.write(shard, epoch, write.build());
  }

  @Override
  public boolean forget(List<Long> seqs) {
    var write = ShardWrite.builder();
    seqs.forEach(seq -> write.delete(NOTE, "", seq));
    return table.write(shard, epoch, write.build());
  }

  /// The history of an alert in order.
  public static List<io.aramaki.alerting.domain.alert.Transition> history(
      ShardTable table, int shard, String alertId, int limit) {
    return table.read(shard, HISTORY_KIND, alertId, 0, limit).stream()
        .map(row -> AlertJson.readTransition(json(row)))
        .toList();
  }

  private static void put(ShardWrite.Builder write, Alert alert) {
    var value = Json.bytes(AlertJson.write(alert));
    if (alert.firing()) {
      write.put(ALERT, alert.id(), 0, value);
    } else {
      write.put(ALERT, alert.id(), 0, value, PAST);
    }
  }

  private void each(String kind, Consumer<ShardRow> reader) {
    try (var rows = table.readAll(shard, kind)) {
      rows.forEach(reader);
    }
  }

  private static JsonNode json(ShardRow row) {
    return Json.parse(bytes(row));
  }

  private static String text(ShardRow row) {
    return new String(bytes(row), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ShardRow row) {
    var value = row.value();
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
