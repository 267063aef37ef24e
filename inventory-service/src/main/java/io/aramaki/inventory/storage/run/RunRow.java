package io.aramaki.inventory.storage.run;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import io.aramaki.inventory.domain.ActionId;
import io.aramaki.inventory.domain.AgentId;
import io.aramaki.inventory.domain.RunId;
import io.aramaki.inventory.domain.SystemId;
import io.aramaki.inventory.domain.run.Run;
import io.aramaki.inventory.domain.run.Run.Transition;
import io.aramaki.inventory.domain.run.RunOrder;
import io.aramaki.inventory.domain.run.RunState;
import io.aramaki.inventory.domain.run.RunState.Approved;
import io.aramaki.inventory.domain.run.RunState.Cancelled;
import io.aramaki.inventory.domain.run.RunState.Denied;
import io.aramaki.inventory.domain.run.RunState.Expired;
import io.aramaki.inventory.domain.run.RunState.Failed;
import io.aramaki.inventory.domain.run.RunState.Requested;
import io.aramaki.inventory.domain.run.RunState.Started;
import io.aramaki.inventory.domain.run.RunState.Succeeded;
import io.aramaki.inventory.domain.run.RunState.Unknown;
import io.aramaki.inventory.storage.row.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A row of the table `run`: a state becomes columns, and columns a state.
final class RunRow {
  private static final GenericType<List<List<String>>> TRANSITIONS = new GenericType<>() {};

  private RunRow() {}

  /// The columns of a state.
  record StateColumns(
      String state,
      @Nullable Long boot,
      @Nullable Instant startTime,
      @Nullable Instant endTime,
      @Nullable Integer exitCode,
      @Nullable String error,
      boolean inferred) {}

  static StateColumns columns(RunState state) {
    String word = state.word();
    return switch (state) {
      case Requested _ -> new StateColumns(word, null, null, null, null, null, false);
      case Approved s -> new StateColumns(word, s.boot(), null, null, null, null, false);
      case Started s -> new StateColumns(word, null, s.startTime(), null, null, null, false);
      case Succeeded s ->
          new StateColumns(word, null, s.startTime(), s.endTime(), null, null, false);
      case Failed s ->
          new StateColumns(
              word,
              null,
              s.startTime(),
              s.endTime(),
              s.exitCode().isPresent() ? s.exitCode().getAsInt() : null,
              s.error(),
              false);
      case Denied s -> new StateColumns(word, null, null, s.endTime(), null, s.reason(), false);
      case Expired s -> new StateColumns(word, null, null, s.endTime(), null, null, s.inferred());
      case Cancelled s -> new StateColumns(word, null, null, s.endTime(), null, null, false);
      case Unknown s ->
          new StateColumns(
              word, null, s.startTime().orElse(null), s.endTime(), null, s.error(), s.inferred());
    };
  }

  static List<List<String>> transitions(Run run) {
    return run.transitions().stream()
        .map(transition ->
            List.of(
                transition.state(),
                Long.toString(transition.time().toEpochMilli()),
                transition.actor(),
                transition.detail()))
        .toList();
  }

  static Run read(Row row) {
    return new Run(
        order(row),
        state(row),
        Columns.value(row, "transitions", TRANSITIONS).stream().map(RunRow::transition).toList(),
        row.getInt("published"),
        row.getLong("event_seq"),
        row.getLong("output_length"),
        row.getLong("version"));
  }

  private static RunOrder order(Row row) {
    Map<String, String> parameters = row.getMap("parameters", String.class, String.class);
    return new RunOrder(
        new RunId(new ActionId(Columns.text(row, "action")), Columns.uuid(row, "run")),
        new SystemId(Columns.text(row, "system")),
        new AgentId(Columns.text(row, "agent")),
        Columns.text(row, "requester"),
        parameters == null ? Map.of() : parameters,
        Columns.list(row, "command"),
        Columns.text(row, "definition_sha256"),
        Duration.ofMillis(row.getLong("timeout_ms")),
        Columns.instant(row, "create_time"),
        Columns.instant(row, "expire_time"),
        Columns.text(row, "traceparent"));
  }

  private static RunState state(Row row) {
    String error = Columns.text(row, "error");
    Optional<Instant> start = Columns.optionalInstant(row, "start_time");
    Optional<Instant> end = Columns.optionalInstant(row, "end_time");
    String word = Columns.text(row, "state");
    return switch (word) {
      case "REQUESTED" -> new Requested();
      case "APPROVED" -> new Approved(row.getLong("boot"));
      case "STARTED" -> new Started(start.orElseThrow());
      case "SUCCEEDED" -> new Succeeded(start.orElseThrow(), end.orElseThrow());
      case "FAILED" ->
          new Failed(
              start.orElseThrow(),
              end.orElseThrow(),
              row.isNull("exit_code")
                  ? OptionalInt.empty()
                  : OptionalInt.of(row.getInt("exit_code")),
              error);
      case "DENIED" -> new Denied(end.orElseThrow(), error);
      case "EXPIRED" -> new Expired(end.orElseThrow(), row.getBoolean("inferred"));
      case "CANCELLED" -> new Cancelled(end.orElseThrow());
      case "UNKNOWN" -> new Unknown(start, end.orElseThrow(), error, row.getBoolean("inferred"));
      default -> throw new IllegalStateException("a run has the unknown state " + word);
    };
  }

  private static Transition transition(List<String> columns) {
    return new Transition(
        columns.get(0),
        Instant.ofEpochMilli(Long.parseLong(columns.get(1))),
        columns.get(2),
        columns.get(3));
  }
}
