package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import com.fasterxml.jackson.databind.JsonNode;
import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import io.aramaki.cli.terminal.RunWatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki action`: what may be done with a system, and what was done.
@Command(
    name = "action",
    description = "What may be done with a system, and what was done.",
    synopsisSubcommandLabel = "VERB")
final class ActionCommand {
  /// How many runs are looked through for one that is to be cancelled: it has not started yet, so
  /// it is among the newest.
  private static final int CANCELLABLE_MAX = 1_000;

  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists actions.")
  void list(
      @Option(names = "--system", defaultValue = "", description = "only those of this system")
          String system)
      throws IOException {
    var query =
        system.isEmpty()
            ? Map.<String, String>of()
            : Map.of("system", Names.full("systems", system));
    var rows = root().api().list("/v1/orgs/-/actions", "actions", query);
    root()
        .output()
        .rows(
            rows,
            "no actions yet: aramaki action create --help",
            List.of(
                id("ACTION", "name"),
                id("SYSTEM", "system"),
                column("RUNS", ActionCommand::words),
                field("DESCRIPTION", "description")));
  }

  @Command(name = "show", description = "Shows one action.")
  void show(@Parameters(paramLabel = "ACTION") String action) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("actions", action), Map.of()));
  }

  @Command(
      name = "create",
      description = "Declares an action. The command is an argument array; no shell is involved.")
  void create(
      @Parameters(index = "0", paramLabel = "ACTION") String action,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "COMMAND",
              description = "an absolute path and its arguments")
          List<String> command,
      @Option(
              names = "--system",
              required = true,
              description = "the system whose capability it is")
          String system,
      @Option(names = "--agent", defaultValue = "", description = "the agent that executes it")
          String agent,
      @Option(
              names = "--description",
              defaultValue = "",
              description = "what it does and when to use it")
          String description,
      @Option(
              names = "--timeout",
              defaultValue = "60s",
              description = "after which it is killed (default: 60s)")
          String timeout)
      throws IOException {
    var body = Api.object().put("action_id", action);
    var fields =
        body.putObject("action")
            .put("system", Names.full("systems", system))
            .put("description", description);
    fields.put("timeout", Names.span(timeout).toSeconds() + "s");
    if (!agent.isEmpty()) {
      fields.put("agent", Names.full("agents", agent));
    }
    var array = fields.putArray("command");
    command.forEach(array::add);
    root().output().done(root().api().post("/v1/orgs/-/actions", body), "created " + action);
  }

  @Command(
      name = "run",
      description = {
        "Runs an action and shows its output while it runs.",
        "Interrupting this command leaves the run alone. Exit code 0 if it succeeded, 4 if it did not,",
        "5 if the agent was lost in the middle, so that nobody knows."
      })
  int run(
      @Parameters(index = "0", paramLabel = "SYSTEM", description = "whose action it is")
          String system,
      @Parameters(index = "1", paramLabel = "ACTION", description = "see aramaki action ls")
          String action,
      @Option(
              names = {"-p", "--parameter"},
              paramLabel = "NAME=VALUE",
              description = "a parameter that the action declares; may be repeated")
          @Nullable Map<String, String> parameters)
      throws IOException {
    var api = root().api();
    var definition = api.get("/v1/" + Names.full("actions", action), Map.of());
    if (!Names.id(definition.path("system").asText()).equals(Names.id(system))) {
      throw new IllegalArgumentException(
          "%s is an action of %s, not of %s"
              .formatted(action, Names.id(definition.path("system").asText()), system));
    }
    var body = Api.object().put("request_id", root().requestId());
    var object = body.putObject("parameters");
    Objects.requireNonNullElse(parameters, Map.<String, String>of()).forEach(object::put);
    var run = api.post("/v1/" + definition.path("name").asText() + ":run", body);
    return new RunWatch(api, root().terminal(), root().output()).watch(run.path("name").asText());
  }

  @Command(name = "cancel", description = "Cancels a run that was not started.")
  void cancel(
      @Parameters(paramLabel = "RUN", description = "its id or how it begins: aramaki action runs")
          String run)
      throws IOException {
    var name = run.startsWith("orgs/") ? run : runName(run);
    var cancelled = root().api().post("/v1/" + name + ":cancel", Api.object());
    root().output().done(cancelled, "cancelled " + Names.id(name));
  }

  /// The name of a run has its action in it, which nobody wants to type.
  private String runName(String id) throws IOException {
    var newest = Map.of("page_size", Integer.toString(CANCELLABLE_MAX));
    var runs = root().api().get("/v1/orgs/-/actions/-/runs", newest).path("runs");
    return Names.begunBy(
        runs, id, "a run among the newest " + CANCELLABLE_MAX, "'aramaki action runs' lists them");
  }

  @Command(name = "runs", description = "Lists runs, the newest first.")
  void runs(
      @Option(names = "--system", defaultValue = "", description = "only those of this system")
          String system)
      throws IOException {
    var query =
        system.isEmpty()
            ? Map.<String, String>of()
            : Map.of("system", Names.full("systems", system));
    var rows = root().api().list("/v1/orgs/-/actions/-/runs", "runs", query);
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "no runs yet",
            List.of(
                id("RUN", "name"),
                id("SYSTEM", "system"),
                column("ACTION", row -> action(row.path("name").asText())),
                field("STATE", "state"),
                id("WHO", "requester"),
                column("WHEN", row -> Names.age(row.path("create_time").asText(""), now)),
                field("ERROR", "error")));
  }

  private static String action(String run) {
    var parts = run.split("/", -1);
    return parts.length > 3 ? parts[3] : run;
  }

  private static String words(JsonNode row) {
    var words = new java.util.StringJoiner(" ");
    row.path("command").forEach(word -> words.add(word.asText()));
    return words.toString();
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
