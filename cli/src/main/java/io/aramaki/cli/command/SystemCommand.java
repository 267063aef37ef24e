package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki system`: the things that we manage.
@Command(
    name = "system",
    description = "The things that we manage.",
    synopsisSubcommandLabel = "VERB")
final class SystemCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists systems.")
  void list() throws IOException {
    var rows = root().api().list("/v1/orgs/-/systems", "systems", Map.of());
    root()
        .output()
        .rows(
            rows,
            "no systems yet: aramaki system create --help",
            List.of(
                id("SYSTEM", "name"),
                field("NAME", "display_name"),
                field("OWNER", "owner"),
                column("SUBSYSTEMS", row -> subsystems(row.path("subsystems")))));
  }

  @Command(name = "show", description = "Shows one system.")
  void show(@Parameters(paramLabel = "SYSTEM") String system) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("systems", system), Map.of()));
  }

  @Command(name = "create", description = "Creates a system.")
  void create(
      @Parameters(paramLabel = "SYSTEM", description = "its id: lower-case letters, digits, dashes")
          String system,
      @Option(names = "--name", defaultValue = "", description = "what people call it") String name,
      @Option(
              names = "--description",
              defaultValue = "",
              description = "what matters about it at 3 a.m.")
          String description,
      @Option(
              names = "--owner",
              defaultValue = "",
              description = "who owns it and how to reach them")
          String owner,
      @Option(names = "--subsystem", description = "a direct subsystem; may be repeated")
          @Nullable List<String> subsystems)
      throws IOException {
    var body = Api.object();
    body.put("system_id", system);
    var fields =
        body.putObject("system")
            .put("display_name", name)
            .put("description", description)
            .put("owner", owner);
    var array = fields.putArray("subsystems");
    if (subsystems != null) {
      subsystems.forEach(subsystem -> array.add(Names.full("systems", subsystem)));
    }
    var created = root().api().post("/v1/orgs/-/systems", body);
    root().output().done(created, "created " + Names.id(created.path("name").asText()));
  }

  @Command(name = "facts", description = "Lists what is known about a system's host.")
  void facts(@Parameters(paramLabel = "SYSTEM") String system) throws IOException {
    var rows =
        root().api().list("/v1/" + Names.full("systems", system) + "/facts", "facts", Map.of());
    root()
        .output()
        .rows(
            rows,
            "no facts yet",
            List.of(field("FACT", "key"), field("SINCE", "observe_time"), field("VALUE", "value")));
  }

  @Command(name = "rm", description = "Deletes a system.")
  void remove(@Parameters(paramLabel = "SYSTEM") String system) throws IOException {
    root()
        .output()
        .done(root().api().delete("/v1/" + Names.full("systems", system)), "deleted " + system);
  }

  private static String subsystems(com.fasterxml.jackson.databind.JsonNode names) {
    var ids = new java.util.StringJoiner(", ");
    names.forEach(name -> ids.add(Names.id(name.asText())));
    return ids.toString();
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
