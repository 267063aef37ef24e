package io.aramaki.cli;

import static io.aramaki.cli.Output.column;
import static io.aramaki.cli.Output.field;
import static io.aramaki.cli.Output.id;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki action`: what may be done with a system, and what was done.
@Command(
    name = "action",
    description = "What may be done with a system, and what was done.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "VERB")
final class ActionCommand implements Runnable {
  @ParentCommand @Nullable RootCommand parent;

  @Override
  public void run() {
    new picocli.CommandLine(this).usage(root().terminal().out());
  }

  /// The run did not succeed.
  static final int EXIT_NOT_SUCCEEDED = 4;

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
      description = "Declares an action. The command is an argument array; no shell is involved.",
      footer = {
        "",
        "Example:  aramaki action create flush-cache --system web -- /usr/bin/varnishadm ban req.url ~ ."
      })
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
      description =
          "Runs an action and shows its output while it runs. Exit code 4 if it did not succeed.")
  int run(
      @Parameters(index = "0", paramLabel = "SYSTEM") String system,
      @Parameters(index = "1", paramLabel = "ACTION") String action,
      @Option(
              names = {"-p", "--parameter"},
              description = "name=value; may be repeated")
          @Nullable Map<String, String> parameters)
      throws IOException {
    var api = root().api();
    var definition = api.get("/v1/" + Names.full("actions", action), Map.of());
    if (!Names.id(definition.path("system").asText()).equals(Names.id(system))) {
      throw new IllegalArgumentException(
          "%s is an action of %s, not of %s"
              .formatted(action, Names.id(definition.path("system").asText()), system));
    }
    var body = Api.object().put("request_id", UUID.randomUUID().toString());
    var object = body.putObject("parameters");
    Objects.requireNonNullElse(parameters, Map.<String, String>of()).forEach(object::put);
    var run = api.post("/v1/" + definition.path("name").asText() + ":run", body);
    var name = run.path("name").asText();
    return watch(api, name);
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
    var now = Instant.now();
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

  private int watch(Api api, String name) throws IOException {
    var last = new JsonNode[] {Api.object()};
    boolean json = root().output().json();
    var err = root().terminal().err();
    if (!json) {
      err.println("run " + Names.id(name));
    }
    api.follow(
        "/v1/" + name + ":watch",
        message -> {
          var bytes = Base64.getDecoder().decode(message.path("output").asText(""));
          if (!json && bytes.length > 0) {
            root().terminal().out().print(new String(bytes, StandardCharsets.UTF_8));
            root().terminal().out().flush();
          }
          if (message.has("run")) {
            var state = message.path("run").path("state").asText();
            if (!json && !state.equals(last[0].path("state").asText())) {
              err.println("-- " + state);
            }
            last[0] = message.path("run");
          }
        });
    var ended = api.get("/v1/" + name, Map.of());
    if (json) {
      root().output().object(ended);
    } else if (!ended.path("error").asText("").isEmpty()) {
      err.println(ended.path("error").asText());
    }
    return "SUCCEEDED".equals(ended.path("state").asText()) ? 0 : EXIT_NOT_SUCCEEDED;
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
