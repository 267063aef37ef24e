package io.aramaki.alerting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.alerting.domain.Book;
import io.aramaki.alerting.domain.BookStore;
import io.aramaki.alerting.domain.Edit;
import io.aramaki.alerting.domain.alert.Alert;
import io.aramaki.alerting.domain.alert.Transition;
import io.aramaki.alerting.domain.dispatch.Notification;
import io.aramaki.kit.cassandra.shard.ShardRow;
import io.aramaki.kit.cassandra.shard.ShardTable;
import io.aramaki.kit.cassandra.shard.ShardWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The book as rows of one shard, under one epoch of its ownership. The shard's head counts the
/// notes for the timeline.
public final class CassandraBookStore implements BookStore {
  /// How long an alert that is over can be looked up.
  static final Duration PAST = Duration.ofDays(30);

  /// How long a suppression is kept after its end; longer than the book keeps it.
  static final Duration ENDED = Duration.ofDays(40);

  /// How long the history of an alert is kept after each entry.
  static final Duration HISTORY = Duration.ofDays(90);

  /// How long it can be seen who was notified.
  static final Duration NOTIFICATIONS = Duration.ofDays(7);

  /// How long a note waits for the timeline before it is given up.
  static final Duration NOTES = Duration.ofDays(7);

  private static final String ALERT = "alert";
  private static final String EPISODE = "episode";
  private static final String HISTORY_KIND = "history";
  private static final String GROUP = "group";
  private static final String SUPPRESSION = "suppression";
  private static final String CURSOR = "cursor";
  private static final String NOTIFICATION = "notification";
  private static final String NOTE = "note";
  private static final String NOTE_MARK = "note-mark";

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
    // The state first: it is a serial read, which decides what is under way.
    var state = table.state(shard);
    var book = new Book();
    var alerts = new ArrayList<Alert>();
    each(ALERT, row -> alerts.add(AlertJson.read(json(row))));
    alerts.sort(Comparator.comparing(Alert::update));
    alerts.forEach(book::put);
    each(EPISODE, row -> book.putEpisodes(row.key(), number(row)));
    each(GROUP, row -> book.put(GroupJson.read(json(row))));
    each(SUPPRESSION, row -> book.put(SuppressionJson.read(json(row))));
    each(CURSOR, row -> book.putCursor(Integer.parseInt(row.key()), number(row)));
    var notifications = new ArrayList<Notification>();
    each(NOTIFICATION, row -> notifications.add(GroupJson.readNotification(json(row))));
    notifications.sort(Comparator.comparing(Notification::create));
    notifications.forEach(book::put);
    long mark =
        table.read(shard, NOTE_MARK, "", 0, 1).stream()
            .mapToLong(CassandraBookStore::number)
            .findFirst()
            .orElse(0);
    return new Loaded(book, mark, Math.max(mark, state.head()));
  }

  @Override
  public boolean write(Edit edit, List<Noted> notes) {
    var write = ShardWrite.builder();
    edit.alerts().values().forEach(alert -> put(write, alert));
    edit.episodes().forEach((hash, number) -> write.put(EPISODE, hash, 0, bytes(number)));
    edit.transitions().forEach(entry -> put(write, entry));
    edit.groups()
        .forEach((key, group) ->
            group.ifPresentOrElse(
                value -> write.put(GROUP, key, 0, Json.bytes(GroupJson.write(value))),
                () -> write.delete(GROUP, key, 0)));
    edit.suppressions()
        .values()
        .forEach(one ->
            write.put(
                SUPPRESSION,
                one.id(),
                0,
                Json.bytes(SuppressionJson.write(one)),
                Duration.between(one.create(), one.expire()).plus(ENDED)));
    edit.cursors().forEach((number, seq) -> write.put(CURSOR, number.toString(), 0, bytes(seq)));
    edit.notifications().values().forEach(message -> put(write, message));
    edit.forgottenAlerts().forEach(id -> write.delete(ALERT, id, 0));
    edit.forgottenSuppressions().forEach(id -> write.delete(SUPPRESSION, id, 0));
    edit.forgottenNotifications().forEach(key -> write.delete(NOTIFICATION, key, 0));
    notes.forEach(noted -> put(write, noted));
    return table.write(shard, epoch, write.build());
  }

  @Override
  public List<Noted> notes(long after, int limit) {
    return table.read(shard, NOTE, "", after + 1, limit).stream()
        .map(row -> new Noted(row.seq(), NoteJson.read(json(row))))
        .toList();
  }

  @Override
  public boolean noted(long upTo) {
    return table.write(
        shard, epoch, ShardWrite.builder().put(NOTE_MARK, "", 0, bytes(upTo)).build());
  }

  @Override
  public Optional<Alert> alert(String id) {
    return table.read(shard, ALERT, id, 0, 1).stream()
        .map(row -> AlertJson.read(json(row)))
        .findFirst();
  }

  @Override
  public boolean reigns() {
    return table.state(shard).epoch() == epoch;
  }

  /// The history of an alert in order.
  public static List<Transition> history(ShardTable table, int shard, String alertId, int limit) {
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

  private static void put(ShardWrite.Builder write, Transition entry) {
    var value = Json.bytes(AlertJson.write(entry));
    write.put(HISTORY_KIND, entry.alertId(), entry.seq(), value, HISTORY);
  }

  private static void put(ShardWrite.Builder write, Notification message) {
    var value = Json.bytes(GroupJson.write(message));
    write.put(NOTIFICATION, message.key(), 0, value, NOTIFICATIONS);
  }

  private static void put(ShardWrite.Builder write, Noted noted) {
    write.put(NOTE, "", noted.seq(), Json.bytes(NoteJson.write(noted.note())), NOTES);
    write.head(noted.seq());
  }

  private void each(String kind, Consumer<ShardRow> reader) {
    try (var rows = table.readAll(shard, kind)) {
      rows.forEach(reader);
    }
  }

  private static JsonNode json(ShardRow row) {
    return Json.parse(bytes(row));
  }

  private static long number(ShardRow row) {
    return Long.parseLong(new String(bytes(row), StandardCharsets.UTF_8));
  }

  private static byte[] bytes(ShardRow row) {
    var value = row.value();
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.UTF_8);
  }
}
