package io.aramaki.gateway.domain.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// The parameters of a request of the Prometheus HTTP API, read and refused as Prometheus does.
public final class Parameters {
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /// Selectors of one request.
  private static final int SELECTORS_MAX = 1_000;

  private static final String NO_TIME = "cannot parse %s to a valid timestamp";

  private final Map<String, List<String>> values;

  /// @param values by name, in order
  public Parameters(Map<String, List<String>> values) {
    this.values = Map.copyOf(values);
  }

  /// A text; empty if it is not there.
  public String text(String name) {
    return values.getOrDefault(name, List.of("")).getFirst();
  }

  /// The selectors `match[]`.
  public List<String> selectors() {
    List<String> selectors = values.getOrDefault("match[]", List.of());
    if (selectors.size() > SELECTORS_MAX) {
      throw QueryRefused.parameter(
          "match[]", selectors.size() + " of them; expected at most " + SELECTORS_MAX);
    }
    return selectors;
  }

  /// A time in milliseconds since the epoch, or another if none is said.
  public long time(String name, long other) {
    String text = text(name);
    return text.isEmpty()
        ? other
        : PromTimes.time(text)
            .orElseThrow(() ->
                QueryRefused.parameter(
                    name,
                    "Invalid time value for '"
                        + name
                        + "': "
                        + NO_TIME.formatted(PromTexts.quote(text))));
  }

  /// A time in milliseconds since the epoch that must be there.
  public long time(String name) {
    String text = text(name);
    return PromTimes.time(text)
        .orElseThrow(() -> QueryRefused.parameter(name, NO_TIME.formatted(PromTexts.quote(text))));
  }

  /// The end of a range, which must not be before its start.
  public long end(long start) {
    long end = time("end");
    if (end < start) {
      throw QueryRefused.parameter("end", "end timestamp must not be before start time");
    }
    return end;
  }

  /// The step of a range in milliseconds.
  public long step() {
    long step = duration("step");
    if (step <= 0) {
      throw QueryRefused.parameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive"
              + " integer");
    }
    return step;
  }

  /// How long a query may take, in milliseconds, at least 1; empty if nothing is said.
  public Optional<Long> timeout() {
    return text("timeout").isEmpty()
        ? Optional.empty()
        : Optional.of(Math.max(1, duration("timeout")));
  }

  private long duration(String name) {
    try {
      return PromTimes.durationMs(text(name));
    } catch (IllegalArgumentException e) {
      throw QueryRefused.parameter(name, String.valueOf(e.getMessage()));
    }
  }

  /// The most entries of a list; empty if all are wanted.
  ///
  /// @param none tells whether a limit that says so means all
  public Optional<Integer> limit(IntPredicate none) {
    String text = text("limit");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      int limit = Integer.parseInt(text);
      return none.test(limit) ? Optional.empty() : Optional.of(limit);
    } catch (NumberFormatException _) {
      throw QueryRefused.badData("limit must be a number");
    }
  }

  /// Checks the name of a label.
  public static String label(String name) {
    if (!LABEL.matcher(name).matches()) {
      throw QueryRefused.badData("invalid label name: " + PromTexts.quote(name));
    }
    return name;
  }
}
