package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki check`: what is run periodically, and how it went.
@Command(
    name = "check",
    description = "What is run periodically, and how it went.",
    synopsisSubcommandLabel = "VERB")
final class CheckCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists checks with their states, the worst first.")
  void list(
      @Option(names = "--system", defaultValue = "", description = "only those of this system")
          String system)
      throws IOException {
    var query =
        system.isEmpty()
            ? Map.<String, String>of()
            : Map.of("system", Names.full("systems", system));
    var found = root().api().list("/v1/orgs/-/checkStates", "check_states", query);
    var sorted = new ArrayList<JsonNode>();
    found.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingInt(CheckCommand::rank)
            .thenComparing(row -> row.path("check").asText()));
    var rows = Api.JSON.createArrayNode().addAll(sorted);
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "no results yet; checks: aramaki check definitions",
            List.of(
                field("STATE", "state"),
                field("HARDNESS", "hardness"),
                id("SYSTEM", "system"),
                id("CHECK", "check"),
                column("SINCE", row -> Names.age(row.path("change_time").asText(""), now)),
                column("SEEN", row -> Names.age(row.path("observe_time").asText(""), now)),
                field("OUTPUT", "output")));
  }

  @Command(name = "definitions", description = "Lists check definitions.")
  void definitions() throws IOException {
    var rows = root().api().list("/v1/orgs/-/checks", "checks", Map.of());
    root()
        .output()
        .rows(
            rows,
            "no checks yet: aramaki check create --help",
            List.of(
                id("CHECK", "name"),
                id("SYSTEM", "system"),
                field("EVERY", "interval"),
                column("RUNS", CheckCommand::what)));
  }

  @Command(name = "show", description = "Shows the definition of one check.")
  void show(@Parameters(paramLabel = "CHECK") String check) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("checks", check), Map.of()));
  }

  @Command(name = "create", description = "Creates a check.")
  void create(
      @Parameters(index = "0", paramLabel = "CHECK", description = "its id") String check,
      @Parameters(
              index = "1..*",
              paramLabel = "COMMAND",
              description = "a Monitoring Plugins executable and its arguments")
          @Nullable List<String> command,
      @Option(names = "--system", required = true, description = "the system that is checked")
          String system,
      @Option(
              names = "--agent",
              defaultValue = "",
              description = "the agent that runs it (default: that of the system)")
          String agent,
      @Option(
              names = "--builtin",
              defaultValue = "",
              description = "a check that the agent brings along, instead of COMMAND")
          String builtin,
      @Option(
              names = {"-a", "--argument"},
              description = "name=value for --builtin; may be repeated")
          @Nullable Map<String, String> arguments,
      @Mixin Timing timing)
      throws IOException {
    var body = Api.object().put("check_id", check);
    var fields = body.putObject("check").put("system", Names.full("systems", system));
    timing.into(fields);
    if (!agent.isEmpty()) {
      fields.put("agent", Names.full("agents", agent));
    }
    if (builtin.isEmpty() == (command == null || command.isEmpty())) {
      throw new IllegalArgumentException("give either a COMMAND or --builtin");
    }
    if (command != null && !command.isEmpty()) {
      var array = fields.putObject("command").putArray("arguments");
      command.forEach(array::add);
    } else {
      var object = fields.putObject("builtin").put("id", builtin).putObject("arguments");
      Objects.requireNonNullElse(arguments, Map.<String, String>of()).forEach(object::put);
    }
    root().output().done(root().api().post("/v1/orgs/-/checks", body), "created " + check);
  }

  @Command(name = "rm", description = "Deletes a check.")
  void remove(@Parameters(paramLabel = "CHECK") String check) throws IOException {
    root()
        .output()
        .done(root().api().delete("/v1/" + Names.full("checks", check)), "deleted " + check);
  }

  private static int rank(JsonNode row) {
    return switch (row.path("state").asText()) {
      case "CRITICAL" -> 0;
      case "WARNING" -> 1;
      case "UNKNOWN" -> 2;
      default -> 3;
    };
  }

  private static String what(JsonNode row) {
    if (row.has("builtin")) {
      return "builtin " + row.path("builtin").path("id").asText();
    }
    var words = new java.util.StringJoiner(" ");
    row.path("command").path("arguments").forEach(word -> words.add(word.asText()));
    return words.toString();
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }

  /// When a check runs and what its results mean over time.
  static final class Timing {
    @Option(
        names = "--interval",
        defaultValue = "60s",
        description = "from one start to the next (default: 60s)")
    String interval = "";

    @Option(names = "--retry-interval", defaultValue = "", description = "the same while SOFT")
    String retryInterval = "";

    @Option(
        names = "--attempts",
        defaultValue = "3",
        description = "results in a row that confirm a problem (default: 3)")
    int attempts;

    @Option(
        names = "--timeout",
        defaultValue = "",
        description = "after which it is killed (default: 30s)")
    String timeout = "";

    @Option(
        names = "--ttl",
        defaultValue = "",
        description = "alarm if no result arrives for so long")
    String ttl = "";

    @Option(
        names = "--ttl-while-away",
        description = "that alarm also while the keepalive of the agent fails")
    boolean ttlWhileAway;

    private void into(ObjectNode fields) {
      if (ttlWhileAway && ttl.isEmpty()) {
        throw new IllegalArgumentException("--ttl-while-away needs a --ttl");
      }
      fields.put("max_check_attempts", attempts);
      span(fields, "interval", interval);
      span(fields, "retry_interval", retryInterval);
      span(fields, "timeout", timeout);
      span(fields, "ttl", ttl);
      fields.put("ttl_while_away", ttlWhileAway);
    }

    private static void span(ObjectNode fields, String name, String text) {
      if (!text.isEmpty()) {
        fields.put(name, Names.span(text).toSeconds() + "s");
      }
    }
  }
}
