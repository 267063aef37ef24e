package io.aramaki.gateway.domain.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// One execution of an action.
///
/// @param state where it stands, in lower case
/// @param output the first and the last part of what it printed
public record RunView(
    String name,
    String system,
    String agent,
    String state,
    String requester,
    Map<String, String> parameters,
    List<String> command,
    Optional<Instant> createTime,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    OptionalInt exitCode,
    String error,
    String output,
    long outputLength) {

  private static final Set<String> OPEN = Set.of("requested", "approved", "started");

  public RunView {
    parameters = new TreeMap<>(parameters);
    command = List.copyOf(command);
  }

  public String id() {
    return Texts.id(name);
  }

  /// Answers the id of the action.
  public String action() {
    List<String> parts = List.of(name.split("/", -1));
    return parts.size() > 3 ? parts.get(3) : name;
  }

  /// Tells whether something can still happen to it.
  public boolean isOpen() {
    return OPEN.contains(state);
  }

  /// Tells whether it can be cancelled.
  public boolean isCancellable() {
    return state.equals("requested") || state.equals("approved");
  }
}
