package io.aramaki.cli.command;

import static io.aramaki.cli.terminal.Output.column;
import static io.aramaki.cli.terminal.Output.field;
import static io.aramaki.cli.terminal.Output.id;

import io.aramaki.cli.api.Api;
import io.aramaki.cli.terminal.Names;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `aramaki ticket`: our records of issues in trackers.
@Command(
    name = "ticket",
    description = "Our records of issues in trackers.",
    synopsisSubcommandLabel = "VERB")
final class TicketCommand {
  @ParentCommand @Nullable RootCommand parent;

  @Command(name = "ls", description = "Lists tickets, the newest first.")
  void list(
      @Option(names = "--system", defaultValue = "", description = "only those of this system")
          String system,
      @Option(names = "--open", description = "only those that are still open") boolean open)
      throws IOException {
    var query = new HashMap<String, String>();
    if (!system.isEmpty()) {
      query.put("system", Names.full("systems", system));
    }
    if (open) {
      query.put("open_only", "true");
    }
    var rows = root().api().list("/v1/orgs/-/tickets", "tickets", query);
    var now = root().now();
    root()
        .output()
        .rows(
            rows,
            "no tickets",
            List.of(
                id("TICKET", "name"),
                field("STATE", "state"),
                id("SYSTEM", "system"),
                field("TRACKER", "tracker"),
                field("KEY", "display_key"),
                column("SINCE", row -> Names.age(row.path("create_time").asText(""), now)),
                field("TITLE", "title")));
  }

  @Command(name = "show", description = "Shows one ticket.")
  void show(@Parameters(paramLabel = "TICKET") String ticket) throws IOException {
    root().output().resource(root().api().get("/v1/" + Names.full("tickets", ticket), Map.of()));
  }

  @Command(name = "comment", description = "Adds a comment to the issue in the tracker.")
  void comment(
      @Parameters(index = "0", paramLabel = "TICKET") String ticket,
      @Parameters(index = "1", paramLabel = "TEXT") String text)
      throws IOException {
    var body = Api.object().put("text", text).put("request_id", root().requestId());
    root()
        .output()
        .done(
            root().api().post("/v1/" + Names.full("tickets", ticket) + ":comment", body),
            "commented " + ticket);
  }

  @Command(name = "retry", description = "Tries a ticket that FAILED once more.")
  void retry(@Parameters(paramLabel = "TICKET") String ticket) throws IOException {
    var path = "/v1/" + Names.full("tickets", ticket) + ":retry";
    root().output().done(root().api().post(path, Api.object()), "trying " + ticket);
  }

  @Command(name = "trackers", description = "Lists trackers and how they are doing.")
  void trackers() throws IOException {
    var rows = root().api().get("/v1/orgs/-/trackers", Map.of()).path("trackers");
    root()
        .output()
        .rows(
            rows,
            "no tracker is configured: docs/howto/connect-redmine.md",
            List.of(
                field("TRACKER", "tracker"),
                field("KIND", "kind"),
                column("LOGIN", row -> row.path("credential_valid").asBoolean() ? "ok" : "refused"),
                field("WAITING", "waiting_tickets"),
                field("ERROR", "error")));
  }

  private RootCommand root() {
    return Objects.requireNonNull(parent, "parent");
  }
}
