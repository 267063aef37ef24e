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

/// `aramaki alert`: active problems, their owners and their history.
@Command(
    name = "alert",
    description = "Active problems, their owners and their history.",
    synopsisSubcommandLabel = "VERB")
final class AlertCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists alerts, those that fire first.")
  void list(
      @Option(names = "--system", defaultValue = "", description = "only those of this system")
          String system,
      @Option(names = "--all", description = "also those that are over") boolean all)
      throws IOException {
    var query = new java.util.TreeMap<String, String>();
    if (!system.isEmpty()) {
      query.put("system", Names.full("systems", system));
    }
    if (!all) {
      query.put("state", "FIRING");
    }
    var rows = root().api().list("/v1/orgs/-/alerts", "alerts", query);
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "nothing fires",
            List.of(
                id("ALERT", "name"),
                field("STATE", "state"),
                field("SEVERITY", "severity"),
                id("SYSTEM", "system"),
                id("CHECK", "check"),
                column("SINCE", row -> Names.age(row.path("start_time").asText(""), now)),
                id("OWNER", "owner"),
                field("SUMMARY", "summary")));
  }

  @Command(name = "show", description = "Shows one alert.")
  void show(@Parameters(paramLabel = "ALERT") String alert) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("alerts", alert), Map.of()));
  }

  @Command(name = "ack", description = "Makes you the owner of an alert.")
  void acknowledge(
      @Parameters(paramLabel = "ALERT") String alert,
      @Option(
              names = {"-m", "--comment"},
              defaultValue = "",
              description = "what is being done")
          String comment)
      throws IOException {
    var body = Api.object().put("comment", comment);
    var done = root().api().post("/v1/" + Names.full("alerts", alert) + ":acknowledge", body);
    root()
        .output()
        .done(
            done, "%s is now owned by %s".formatted(alert, Names.id(done.path("owner").asText())));
  }

  @Command(name = "resolve", description = "Resolves an alert by hand.")
  void resolve(
      @Parameters(paramLabel = "ALERT") String alert,
      @Option(
              names = {"-m", "--comment"},
              defaultValue = "",
              description = "why")
          String comment)
      throws IOException {
    var body = Api.object().put("comment", comment);
    root()
        .output()
        .done(
            root().api().post("/v1/" + Names.full("alerts", alert) + ":resolve", body),
            "resolved " + alert);
  }

  @Command(name = "history", description = "Lists what happened to an alert.")
  void history(@Parameters(paramLabel = "ALERT") String alert) throws IOException {
    var rows =
        root()
            .api()
            .list("/v1/" + Names.full("alerts", alert) + "/transitions", "transitions", Map.of());
    root()
        .output()
        .rows(
            rows,
            "no history",
            List.of(
                field("TIME", "transition_time"),
                field("WHAT", "kind"),
                id("WHO", "actor"),
                field("SUMMARY", "summary")));
  }

  @Command(name = "notifications", description = "Lists notifications and how they fared.")
  void notifications() throws IOException {
    var rows = root().api().list("/v1/orgs/-/notifications", "notifications", Map.of());
    root()
        .output()
        .rows(
            rows,
            "nobody was notified yet",
            List.of(
                field("MADE", "create_time"),
                field("RECEIVER", "receiver"),
                field("STATUS", "status"),
                field("STATE", "state"),
                field("TRIES", "attempts"),
                field("ERROR", "error")));
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
