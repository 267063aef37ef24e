package io.aramaki.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/// Follows one run in the terminal: its output goes byte for byte to standard output as it comes,
/// what became of it to standard error. A connection that breaks is made anew, and what was printed
/// already is not printed again.
public final class RunWatch {
  /// The run did not succeed.
  public static final int EXIT_NOT_SUCCEEDED = 4;

  /// The agent was lost in the middle: the run may or may not have done what it should.
  public static final int EXIT_UNKNOWN = 5;

  /// How often in a row a broken connection is made anew without anything coming of it.
  static final int ATTEMPTS_MAX = 5;

  static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private static final Set<String> ENDS =
      Set.of("SUCCEEDED", "FAILED", "DENIED", "UNKNOWN", "EXPIRED", "CANCELLED");

  private final Api api;
  private final Terminal terminal;
  private final Output output;
  private String state = "";
  private long printed;
  private long position;
  private int attempts;

  public RunWatch(Api api, Terminal terminal, Output output) {
    this.api = api;
    this.terminal = terminal;
    this.output = output;
  }

  /// Answers the exit code when the run has ended.
  ///
  /// @param run its resource name
  public int watch(String run) throws IOException {
    if (!output.json()) {
      terminal.err().println("run " + Names.id(run));
    }
    var ended = toItsEnd(run);
    if (output.json()) {
      output.object(ended);
    } else {
      sayState(ended);
      if (!ended.path("error").asText("").isEmpty()) {
        terminal.err().println(ended.path("error").asText());
      }
    }
    return switch (ended.path("state").asText()) {
      case "SUCCEEDED" -> 0;
      case "UNKNOWN" -> EXIT_UNKNOWN;
      default -> EXIT_NOT_SUCCEEDED;
    };
  }

  /// A stream that ends before the run does was cut by a gateway that stops.
  private JsonNode toItsEnd(String run) throws IOException {
    while (true) {
      position = 0;
      try {
        api.follow("/v1/" + run + ":watch", this::heard);
        var now = api.get("/v1/" + run, Map.of());
        if (ENDS.contains(now.path("state").asText())) {
          return now;
        }
        throw new IOException("the stream ended before the run");
      } catch (IOException lost) {
        tryAgain(run, lost);
      }
    }
  }

  private void tryAgain(String run, IOException lost) throws IOException {
    attempts++;
    if (attempts > ATTEMPTS_MAX) {
      terminal.err().println("-- the connection is lost; the run goes on: " + run);
      throw lost;
    }
    pause();
  }

  private void heard(JsonNode message) {
    attempts = 0;
    print(Base64.getDecoder().decode(message.path("output").asText("")));
    if (message.has("run") && !output.json()) {
      sayState(message.path("run"));
    }
  }

  /// The stream begins at the beginning each time.
  private void print(byte[] bytes) {
    int old = (int) Math.min(bytes.length, Math.max(0, printed - position));
    position += bytes.length;
    printed = Math.max(printed, position);
    if (!output.json() && bytes.length > old) {
      terminal.out().write(bytes, old, bytes.length - old);
      terminal.out().flush();
    }
  }

  private void sayState(JsonNode run) {
    var now = run.path("state").asText();
    if (!now.equals(state)) {
      state = now;
      var code = run.has("exit_code") ? " (exit code " + run.path("exit_code").asInt() + ")" : "";
      terminal.err().println("-- " + now + code);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(BETWEEN_ATTEMPTS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
